/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tocsin.embedded.testing.Metrics;
import org.tocsin.gateway.testing.Gateway;
import org.tocsin.gateway.testing.LiveEvents;
import org.tocsin.gateway.testing.Reply;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.testing.Examples;

/** What the management port tells after a small run, and that the document tells the same. */
class MetricsIT {

    private static Gateway kz;

    @BeforeAll
    static void startGateway() {
        kz = Gateway.start();
    }

    @AfterAll
    static void stopGateway() {
        kz.close();
    }

    @Test
    void documentAndGatewayNameTheSameMetricsWithTheSameTypesAndLabels() throws IOException {
        assertThat(new Metrics(kz.metrics()).described()).isEqualTo(Metrics.documented("gateway"));
    }

    @Test
    void acceptanceDeliveryAndOutboxAreMeasured() {
        double accepted = value("tocsin_accept_seconds_count{operation=\"alert\"}");
        double delivered = value("tocsin_delivery_seconds_count");
        Reply posted = kz.as("cert").post("/v1/alerts", GatewayIT.DRAFT);
        await().until(() -> kz.messages(Lane.URGENT).stream()
                .anyMatch(message -> message.digest().hex().equals(posted.text("digest"))));
        Alert sent = GatewayIT.alertOf(kz, posted);

        await().until(() -> value("tocsin_outbox_size{lane=\"urgent\"}") >= 2
                && value("tocsin_outbox_age_seconds{lane=\"urgent\"}") > 0);
        kz.told(
                Lane.URGENT,
                "uz",
                Examples.signed(Examples.receipt("uz", sent).build()).bytes());
        kz.told(
                Lane.URGENT,
                "uz",
                Examples.signed(Examples.receipt("uz", sent).build()).bytes());

        assertThat(value("tocsin_accept_seconds_count{operation=\"alert\"}")).isEqualTo(accepted + 1);
        await().until(() -> value("tocsin_delivery_seconds_count") == delivered + 1);
        await().during(java.time.Duration.ofMillis(500))
                .until(() -> value("tocsin_delivery_seconds_count") == delivered + 1);
    }

    @Test
    void refusalsAreCountedByProblemAndRule() {
        String series = "tocsin_refusals_total{problem=\"invalid-alert\",rule=\"unknown-value\"}";
        double before = value(series);

        kz.as("cert").post("/v1/alerts", GatewayIT.DRAFT.replace("IMMEDIATE", "SOON"));

        assertThat(value(series)).isEqualTo(before + 1);
        assertThat(kz.metrics()).doesNotContain("SOON");
    }

    @Test
    void quarantineIsCountedByStateAndReason() {
        kz.told(Lane.URGENT, "x", "poison".getBytes(StandardCharsets.UTF_8));

        await().until(() -> value("tocsin_quarantine{reason=\"malformed-jws\",state=\"refused\"}") >= 1);
        assertThat(value("tocsin_lag_records{lane=\"urgent\"}")).isZero();
    }

    @Test
    void endOfAStreamIsCountedByWhy() {
        String series = "tocsin_stream_closes_total{reason=\"client-gone\"}";
        double before = value(series);

        try (LiveEvents stream = kz.as("operator").stream("0")) {
            await().until(() -> value("tocsin_stream_clients") == 1);
        }

        // A reader that went away is noticed at the next heartbeat at the latest.
        await().atMost(java.time.Duration.ofSeconds(25)).until(() -> value(series) == before + 1);
        assertThat(value("tocsin_stream_clients")).isZero();
    }

    @Test
    void noLabelNamesAnAlertOrAMember() {
        Reply posted = kz.as("cert").post("/v1/alerts", GatewayIT.DRAFT);

        assertThat(kz.metrics())
                .doesNotContain(posted.text("id"), posted.text("id").substring(3))
                .doesNotContain("\"uz\"", "\"kg\"");
    }

    private static double value(String series) {
        return new Metrics(kz.metrics()).value(series);
    }
}
