/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tocsin.gateway.testing.Contract;
import org.tocsin.gateway.testing.Gateway;
import org.tocsin.gateway.testing.Reply;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.MessageType;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.Answer;
import org.tocsin.protocol.signing.SignedMessage;
import org.tocsin.protocol.testing.Examples;
import tools.jackson.databind.JsonNode;

/** What an administrator sees of the quarantine, and what comes of having a record judged again. */
class QuarantineIT {

    private static final Contract CONTRACT = new Contract();
    private static Gateway kz;

    @BeforeAll
    static void startGateway() {
        kz = Gateway.start();
    }

    @AfterAll
    static void stopGateway() {
        kz.close();
    }

    @BeforeEach
    void emptyQuarantine() {
        kz.change("with gone as (delete from quarantine returning id) select count(*) from gone");
    }

    private static Reply list(String query) {
        return kz.as("admin").get("/v1/quarantine" + query);
    }

    private static JsonNode newest() {
        return list("?limit=1").json().path("items").get(0);
    }

    private static Reply redeliver(long id) {
        return kz.as("admin").post("/v1/quarantine/" + id + "/redelivery", "");
    }

    private static long quarantined() {
        return kz.count("select count(*) from quarantine");
    }

    private static void told(Alert alert) {
        kz.told(
                Lane.URGENT,
                alert.header().alert().toString(),
                Examples.signed(alert).bytes());
    }

    private static void toldPoison(int number) {
        kz.told(Lane.URGENT, "x", ("poison " + number).getBytes(StandardCharsets.UTF_8));
        await().until(() -> quarantined() == number);
    }

    @Test
    void listTellsPlaceAndReasonAndNeverTheBytes() {
        Alert alert = Examples.alert()
                .from("uz")
                .to("kg")
                .headline("Canary in the mine")
                .build();
        SignedMessage signed = Examples.signed(alert);

        told(alert);
        await().until(() -> quarantined() == 1);

        Reply page = list("");
        assertThat(CONTRACT.violations("listQuarantine", page)).isEmpty();
        assertThat(newest().path("topic").asString()).isEqualTo("tocsin.inbox.kz.urgent");
        assertThat(newest().path("state").asString()).isEqualTo("refused");
        assertThat(newest().path("reason").asString()).isEqualTo("not-addressed");
        assertThat(newest().path("digest").asString()).isEqualTo(signed.digest().hex());
        assertThat(page.body())
                .doesNotContain("Canary")
                .doesNotContain(new String(signed.bytes(), StandardCharsets.US_ASCII).substring(0, 40));
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepeat() {
        for (int number = 1; number <= 5; number++) {
            toldPoison(number);
        }

        Reply first = list("?limit=3");
        Reply second = list("?limit=3&cursor=" + first.text("next"));

        assertThat(first.json().path("items").valueStream().map(row -> row.path("id")
                        .asLong()))
                .hasSize(3)
                .isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(second.json().path("items")).hasSize(2);
        assertThat(second.json().has("next")).isFalse();
        assertThat(second.json().path("items").get(0).path("id").asLong())
                .isLessThan(first.json().path("items").get(2).path("id").asLong());
    }

    @Test
    void emptyPageIsAnEmptyList() {
        assertThat(list("").body()).isEqualTo("{\"items\":[]}");
    }

    @Test
    void onlyAdministratorsSeeAndRedeliver() {
        toldPoison(1);
        long id = newest().path("id").asLong();

        for (String other : new String[] {"cert", "operator", "officer"}) {
            assertThat(kz.as(other).get("/v1/quarantine").problem()).isEqualTo("forbidden");
            assertThat(kz.as(other)
                            .post("/v1/quarantine/" + id + "/redelivery", "")
                            .problem())
                    .isEqualTo("forbidden");
        }
        assertThat(kz.withToken("").get("/v1/quarantine").problem()).isEqualTo("unauthenticated");
    }

    @Test
    void recordThatHasBecomeGoodIsLetInOnceAndLeavesTheList() {
        Alert alert = Examples.alert().from("uz").to("kz", "tj").build();
        long id = toldTooEarly(alert);
        received(alert);

        Reply asked = redeliver(id);

        assertThat(asked.status()).as(asked.body()).isEqualTo(202);
        assertThat(CONTRACT.violations("redeliverRecord", asked)).isEmpty();
        await().untilAsserted(
                        () -> assertThat(detail(alert).json().path("answers")).hasSize(1));
        assertThat(list("").body()).isEqualTo("{\"items\":[]}");
        assertThat(redeliver(id).problem()).isEqualTo("not-found");
        assertThat(kz.count("select count(*) from event where kind = 'answer' and alert = '"
                        + alert.header().alert() + "'"))
                .isEqualTo(1);
    }

    @Test
    void recordThatIsBadForAnotherReasonNowStaysWithThatReason() {
        Alert alert = Examples.alert().from("uz").to("kz").build();
        long id = toldTooEarly(alert);
        received(alert);

        redeliver(id);

        await().untilAsserted(
                        () -> assertThat(newest().path("reason").asString()).isEqualTo("author-not-addressed"));
        assertThat(newest().path("id").asLong()).isEqualTo(id);
        assertThat(newest().path("state").asString()).isEqualTo("refused");
        assertThat(newest().has("redelivery")).isFalse();
        assertThat(newest().has("redeliveredAt")).isTrue();
        assertThat(CONTRACT.violations("listQuarantine", list(""))).isEmpty();
    }

    @Test
    void recordThatIsAsBadAsBeforeIsRefusedAgain() {
        toldPoison(1);
        long id = newest().path("id").asLong();

        assertThat(redeliver(id).status()).isEqualTo(202);

        await().until(() -> newest().has("redeliveredAt"));
        assertThat(newest().path("reason").asString()).isEqualTo("malformed-jws");
        assertThat(quarantined()).isEqualTo(1);
    }

    @Test
    void recordThatWaitsByItselfIsNotRedelivered() {
        SignedMessage newer = Examples.signer("uz").sign(MessageType.ALERT, "{\"v\":2}".getBytes());
        kz.told(Lane.URGENT, "uz.any", newer.bytes());
        await().until(() -> quarantined() == 1);

        Reply refused = redeliver(newest().path("id").asLong());

        assertThat(refused.problem()).isEqualTo("already-waiting");
        assertThat(CONTRACT.violations("redeliverRecord", refused)).isEmpty();
    }

    // An answer that came before the alert it is about: refused, since nobody here knows of the alert.
    private static long toldTooEarly(Alert alert) {
        Answer answer = Examples.answer("tj", alert).to("kz").build();
        kz.told(Lane.URGENT, answer.alert().toString(), Examples.signed(answer).bytes());
        await().until(() -> quarantined() == 1);
        assertThat(newest().path("reason").asString()).isEqualTo("unknown-subject");
        return newest().path("id").asLong();
    }

    private static void received(Alert alert) {
        told(alert);
        await().until(() -> detail(alert).status() == 200);
    }

    private static Reply detail(Alert alert) {
        return kz.as("operator").get("/v1/alerts/" + alert.header().alert());
    }
}
