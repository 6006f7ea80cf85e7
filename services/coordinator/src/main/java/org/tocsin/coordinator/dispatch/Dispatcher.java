/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.dispatch;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.tocsin.coordinator.deadline.DeadlineWatch;
import org.tocsin.coordinator.directory.Registrar;
import org.tocsin.coordinator.notice.Teller;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.AlertHeader;
import org.tocsin.transport.SendFailed;
import org.tocsin.transport.inbound.Batch;
import org.tocsin.transport.inbound.BatchHandler;
import org.tocsin.transport.inbound.DirectoryReader;
import org.tocsin.transport.inbound.Inbound;
import org.tocsin.transport.inbound.Quarantined;

/**
 * Handles a batch: read what is known, decide, send copies and relays, work out what that came to, and commit all of it
 * with the positions in one statement; what is to be told then goes out by itself. A crash in between repeats what was
 * sent; receivers ignore what they know. Holds no state, so both lanes and the waiting room may call it at once.
 */
@Component
class Dispatcher implements BatchHandler {

    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

    private static final Duration[] ANSWER_BOUNDS = Stream.of(10, 60, 300, 600, 1_800, 3_600, 10_800, 21_600, 43_200)
            .map(Duration::ofSeconds)
            .toArray(Duration[]::new);

    private final Dispatches dispatches;
    private final Exchange exchange;
    private final Teller teller;
    private final DeadlineWatch watch;
    private final MeterRegistry meters;
    private final Timer answers;

    Dispatcher(Dispatches dispatches, Exchange exchange, Teller teller, DeadlineWatch watch, MeterRegistry meters) {
        this.dispatches = dispatches;
        this.exchange = exchange;
        this.teller = teller;
        this.watch = watch;
        this.meters = meters;
        this.answers = Timer.builder("tocsin.answer")
                .description("From the append of a revision to the append of a member's first answer to it.")
                .serviceLevelObjectives(ANSWER_BOUNDS)
                .register(meters);
    }

    /** Who is who, who says so, and the way into their inboxes. */
    @Component
    record Exchange(DirectoryReader directory, Registrar registrar, Parcels parcels) {

        Dispatch dispatch() {
            return new Dispatch(directory.directory(), parcels.ready());
        }
    }

    @Override
    public void handle(Batch polled) throws SQLException, SendFailed, InterruptedException {
        Timer.Sample timer = Timer.start(meters);
        Batch batch = polled.refusing(exchange.registrar().republish(polled.messages()));
        Known known = dispatches.known(alerts(batch));
        Sorting sorting = Sorting.of(batch.messages(), exchange.dispatch(), known);
        Undelivered undelivered = exchange.parcels().send(sorting.parcels());
        Account account = Account.of(sorting, batch.quarantined(), undelivered, known);
        Batch whole = batch.refusing(sorting.quarantined());
        List<Duration> answerTimes = dispatches.commit(whole, account);
        tellOf(account);
        answerTimes.forEach(answers::record);
        count(whole, account);
        timer.stop(meters.timer("tocsin.batch"));
    }

    private void tellOf(Account account) {
        if (!account.tellings().isEmpty()) {
            teller.tellSoon();
        }
        Instant firstDue = account.firstDue();
        if (firstDue != null) {
            watch.expect(firstDue);
        }
    }

    private static List<AlertId> alerts(Batch batch) {
        return batch.messages().stream()
                .map(Inbound::message)
                .filter(Alert.class::isInstance)
                .map(message -> ((Alert) message).header().alert())
                .distinct()
                .toList();
    }

    private void count(Batch batch, Account account) {
        for (Quarantined record : batch.quarantined()) {
            meters.counter("tocsin.quarantined", "reason", record.reason().slug())
                    .increment();
            record.writeTo(log);
        }
        account.dispatched().forEach(released -> log(released.alert()));
        log.debug(
                "{} messages: {} alerts dispatched, {} deadlines opened, {} answers",
                batch.messages().size(),
                account.dispatched().size(),
                account.opened().size(),
                account.answered().size());
    }

    private static void log(AlertHeader alert) {
        log.atInfo()
                .addKeyValue("alert", alert.alert().toString())
                .addKeyValue("revision", alert.revision())
                .addKeyValue("precedence", alert.precedence().name())
                .log("Copied {} revision {}", alert.alert(), alert.revision());
    }
}
