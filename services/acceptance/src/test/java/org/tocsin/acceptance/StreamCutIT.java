/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tocsin.acceptance.exchange.AlertDraft.alert;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.tocsin.acceptance.exchange.Event;
import org.tocsin.acceptance.exchange.LiveStream;
import org.tocsin.acceptance.exchange.Participant;
import org.tocsin.acceptance.exchange.Patience;
import org.tocsin.acceptance.exchange.PostedAlert;
import org.tocsin.acceptance.exchange.Standalone;

/** A reader whose connection is cut again and again sees every event once, in order. */
@ResourceLock(Standalone.RESOURCE)
class StreamCutIT {

    private static final int CUTS = 20;
    private static final int ALERTS = 200;

    private final Standalone exchange = Standalone.shared();
    private final Participant kz = exchange.member("kz");
    private final Participant uz = exchange.member("uz");

    @Test
    void aClientCutTwentyTimesSeesEveryIdOnceAndInOrderWhileAlertsFlow() {
        long before = uz.stream().lastId();
        LiveStream reader = uz.stream(Long.toString(before));

        CompletableFuture<List<PostedAlert>> sender = CompletableFuture.supplyAsync(this::sendAll);
        for (int cut = 1; cut <= CUTS; cut++) {
            cutAfterMore(reader, cut, sender);
        }
        List<PostedAlert> sent = sender.join();
        sent.forEach(uz::receives);
        long last = uz.stream().lastId();
        Patience.await("the reader has caught up").until(() -> reader.lastId() >= last);

        assertThat(reader.connections()).isGreaterThan(CUTS);
        assertThat(reader.events())
                .filteredOn(event -> event.id() <= last)
                .extracting(Event::id)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(before + 1, last).boxed().toList());
        reader.close();
    }

    private List<PostedAlert> sendAll() {
        List<PostedAlert> sent = new ArrayList<>();
        for (int number = 0; number < ALERTS; number++) {
            sent.add(kz.sends(alert().to("uz")));
        }
        return sent;
    }

    private static void cutAfterMore(LiveStream reader, int cut, CompletableFuture<?> sender) {
        int seen = reader.events().size();
        Patience.await("cut " + cut)
                .until(() -> reader.connections() >= cut
                        && (sender.isDone() || reader.events().size() > seen + 2));
        reader.cut();
    }
}
