/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tocsin.acceptance.exchange.AlertDraft.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.tocsin.acceptance.exchange.Drafts;
import org.tocsin.acceptance.exchange.Participant;
import org.tocsin.acceptance.exchange.Patience;
import org.tocsin.acceptance.exchange.PostedAlert;
import org.tocsin.acceptance.exchange.SeparateProcesses;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.MessageType;
import org.tocsin.protocol.message.Receipt;

/** A deadline passes while the coordinator is away: whoever had answered on the broker by then is never accused. */
@ResourceLock(SeparateProcesses.RESOURCE)
class AbsentCoordinatorIT {

    private static final String OUTBOX_OF_UZ = "tocsin.outbox.uz.urgent";
    private static final String WITHIN = "PT5S";
    private static final Duration TWICE = Duration.ofSeconds(11);
    private static final int BACKLOG = 20_000;
    private static final Duration BACKLOG_LIMIT = Duration.ofMinutes(3);

    private final SeparateProcesses exchange = SeparateProcesses.shared();
    private final Participant kz = exchange.member("kz");
    private final Participant uz = exchange.member("uz");
    private final Participant centre = exchange.member("centre");

    @Test
    void anAnswerThatWaitsOnTheBrokerWins() {
        PostedAlert alert = sentJustBeforeTheCoordinatorDied();

        answersReachTheBroker(alert);
        twiceTheTimePasses(alert);
        exchange.restartCoordinator();

        kz.sees(alert).acknowledgedBy("uz");
        onlyTheSilentMemberIsAccused(alert);
    }

    @Test
    void anAnswerBehindTwentyThousandRecordsWins() {
        PostedAlert earlier = kz.sends(alert().test().to("uz"));
        kz.sees(earlier).receivedBy("uz");
        PostedAlert alert = sentJustBeforeTheCoordinatorDied();

        aBacklogBuildsUp(earlier);
        answersReachTheBroker(alert);
        twiceTheTimePasses(alert);
        exchange.restartCoordinator();
        anotherMembersNextAlertOvertakesTheBacklog(alert);

        Patience.await("the answer behind the backlog")
                .atMost(BACKLOG_LIMIT)
                .until(() -> kz.sees(alert).row("uz").has("answeredAt"));
        onlyTheSilentMemberIsAccused(alert);
    }

    private PostedAlert sentJustBeforeTheCoordinatorDied() {
        PostedAlert alert = kz.sends(alert().test().flash().to("uz", "centre").within(WITHIN));
        uz.receives(alert);
        centre.receives(alert);
        exchange.killCoordinator();
        return alert;
    }

    private void answersReachTheBroker(PostedAlert alert) {
        long before = exchange.wire().length(OUTBOX_OF_UZ);
        uz.acknowledges(alert);
        Patience.await("the answer is on the broker")
                .until(() -> exchange.wire().length(OUTBOX_OF_UZ) > before);
    }

    // Receipts that bring nothing new, one after the other in every partition, so before the answer in its own.
    private void aBacklogBuildsUp(PostedAlert earlier) {
        Receipt.Cover cover =
                new Receipt.Cover(AlertId.of(earlier.id()), 1, null, Digest.of(earlier.digest()), Instant.now(), null);
        Receipt receipt = new Receipt(1, new Member("uz"), new Member("kz"), List.of(cover));
        byte[] signed = exchange.wire()
                .signed("uz", MessageType.RECEIPT, Drafts.payload(receipt).toString())
                .bytes();
        int partitions = exchange.wire().partitions(OUTBOX_OF_UZ);
        for (int partition = 0; partition < partitions; partition++) {
            exchange.wire().put(OUTBOX_OF_UZ, partition, "uz", signed, BACKLOG / partitions);
        }
    }

    private void anotherMembersNextAlertOvertakesTheBacklog(PostedAlert behindIt) {
        PostedAlert next = kz.sends(alert().test().flash().to("centre"));
        centre.receives(next);
        assertThat(kz.sees(behindIt).row("uz").has("answeredAt"))
                .as("the backlog is worked off already")
                .isFalse();
        System.out.printf("FAIRNESS another member's alert was copied after %d of the %d records%n", taken(), BACKLOG);
    }

    private long taken() {
        String left = "select coalesce(sum(next), 0) from position where topic = '" + OUTBOX_OF_UZ + "'";
        long all = exchange.wire().length(OUTBOX_OF_UZ);
        return BACKLOG - (all - Long.parseLong(exchange.databases().asked("coordinator", left)));
    }

    private static void twiceTheTimePasses(PostedAlert alert) {
        Instant until = Instant.now().plus(TWICE);
        Patience.await("the deadline of " + alert.id() + " has passed")
                .until(() -> Instant.now().isAfter(until));
    }

    private void onlyTheSilentMemberIsAccused(PostedAlert alert) {
        kz.isTold("escalated", "centre", alert);
        PostedAlert later = kz.sends(alert().test().flash().to("uz").within("PT1S"));
        kz.isTold("escalated", "uz", later);

        kz.sees(alert).neverAccused("uz");
        for (Participant reader : List.of(kz, uz, centre)) {
            for (String level : List.of("reminder", "overdue", "escalated")) {
                assertThat(reader.timesTold(level, "uz", alert))
                        .as(reader.code() + " " + level)
                        .isZero();
            }
        }
        assertThat(kz.timesTold("escalated", "centre", alert)).isEqualTo(1);
        assertThat(kz.timesTold("overdue", "centre", alert)).isZero();
    }
}
