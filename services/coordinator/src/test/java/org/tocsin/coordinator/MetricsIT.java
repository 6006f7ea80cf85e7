/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tocsin.coordinator.testing.Exchange;
import org.tocsin.embedded.testing.Metrics;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.testing.Examples;

/** What the coordinator's door tells after a small run, and that the document tells the same. */
class MetricsIT {

    private static Exchange exchange;

    @BeforeAll
    static void run() {
        exchange = Exchange.running();
    }

    @AfterAll
    static void stop() {
        exchange.stop();
    }

    @Test
    void documentAndCoordinatorNameTheSameMetricsWithTheSameTypesAndLabels() throws Exception {
        assertThat(metrics().described()).isEqualTo(Metrics.documented("coordinator"));
    }

    @Test
    void firstAnswerOfAMemberIsMeasuredOnce() throws Exception {
        double before = metrics().value("tocsin_answer_seconds_count");
        Alert alert = Examples.alert().from("kz").to("uz").build();
        exchange.says(alert);
        await().until(() -> !exchange.dispatchedTo("kz", alert.header().alert()).isEmpty());

        exchange.says(Examples.answer("uz", alert).build());
        exchange.says(Examples.answer("uz", alert).build());

        await().until(() -> metrics().value("tocsin_answer_seconds_count") == before + 1);
        await().during(java.time.Duration.ofMillis(500))
                .until(() -> metrics().value("tocsin_answer_seconds_count") == before + 1);
        assertThat(metrics().value("tocsin_copies_total{outcome=\"sent\"}")).isPositive();
        assertThat(metrics().value("tocsin_lag_records{lane=\"urgent\"}")).isZero();
    }

    private static Metrics metrics() throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + exchange.port() + "/actuator/prometheus");
        return new Metrics(HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body());
    }
}
