/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.deadline;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Topics;
import org.tocsin.transport.Partition;
import org.tocsin.transport.SendFailed;
import org.tocsin.transport.inbound.DirectoryReader;
import org.tocsin.transport.inbound.Positions;
import org.tocsin.transport.outbound.BrokerClock;
import org.tocsin.transport.outbound.PartitionCount;

/**
 * One look at what is due: judge by the tables; for what is still open read the broker's clock, then the positions, then
 * the tables again, in that order, so that whatever was appended before the clock's moment is seen or waited for. Used by
 * the watch's thread only.
 */
@Component
class Look {

    private static final int PAGE = 1_000;

    private final Deadlines deadlines;
    private final Told told;
    private final DirectoryReader directory;
    private final Broker broker;
    private final Clock clock;
    private final CatchUp catchUp = new CatchUp();
    private Optional<Duration> brokerIsAhead = Optional.empty();

    Look(Deadlines deadlines, Told told, DirectoryReader directory, Broker broker, Clock clock) {
        this.deadlines = deadlines;
        this.told = told;
        this.directory = directory;
        this.broker = broker;
        this.clock = clock;
    }

    /** What says how late it is, and how far everything was broker. */
    @Component
    record Broker(BrokerClock clock, Positions positions, PartitionCount partitions) {}

    /** How far the broker's clock was ahead of this machine's at the last reading. */
    Optional<Duration> brokerIsAhead() {
        return brokerIsAhead;
    }

    /** Looks at everything due by then; says whether something of it must be looked at again soon. */
    boolean at(Instant by) throws SQLException, SendFailed, InterruptedException {
        boolean waits = false;
        Set<Partition> asked = new HashSet<>();
        if (brokerIsAhead.isEmpty()) {
            read(Set.of());
        }
        List<Standing> page = deadlines.due(by, null, PAGE);
        while (!page.isEmpty()) {
            waits |= settle(page, asked);
            page = page.size() < PAGE ? List.of() : deadlines.due(by, page.get(page.size() - 1), PAGE);
        }
        catchUp.keepOnly(asked);
        return waits;
    }

    private boolean settle(List<Standing> page, Set<Partition> asked)
            throws SQLException, SendFailed, InterruptedException {
        Judge judge = new Judge(directory.directory());
        List<Latenesses.Change> changes = new ArrayList<>();
        List<Standing> open = new ArrayList<>();
        for (Standing standing : deadlines.standings(page)) {
            Verdict early = judge.judge(standing, null);
            if (early.closes()) {
                changes.add(new Latenesses.Change(
                        standing, early, standing.deadline().acknowledgeBy()));
            } else {
                open.add(standing);
            }
        }
        boolean waits = !open.isEmpty() && judgeOpen(judge, open, changes, asked);
        if (!changes.isEmpty()) {
            told.tell(told.latenesses().settle(changes));
        }
        return waits;
    }

    private boolean judgeOpen(Judge judge, List<Standing> open, List<Latenesses.Change> changes, Set<Partition> asked)
            throws SQLException, SendFailed, InterruptedException {
        Instant at = hear(open, asked);
        boolean waits = false;
        for (Standing standing : deadlines.standings(open)) {
            Verdict verdict = judge.judge(standing, catchUp.heardUntil(partitions(standing.deadline())));
            waits |= verdict.waits();
            if (!verdict.waits()) {
                changes.add(new Latenesses.Change(standing, verdict, at));
            }
        }
        return waits;
    }

    private Instant hear(List<Standing> open, Set<Partition> asked)
            throws SQLException, SendFailed, InterruptedException {
        Set<Partition> partitions = open.stream()
                .flatMap(standing -> partitions(standing.deadline()).stream())
                .collect(Collectors.toSet());
        asked.addAll(partitions);
        BrokerClock.Reading reading = read(partitions);
        Map<String, String> topicIds = reading.ends().entrySet().stream()
                .collect(Collectors.toMap(
                        end -> end.getKey().topic(), end -> end.getValue().topicId(), (same, id) -> same));
        catchUp.advance(partitions, reading, broker.positions().of(topicIds));
        return reading.at();
    }

    private BrokerClock.Reading read(Set<Partition> partitions) throws SendFailed, InterruptedException {
        BrokerClock.Reading reading = broker.clock().read(partitions);
        brokerIsAhead = Optional.of(Duration.between(clock.instant(), reading.at()));
        return reading;
    }

    // An answer or a cancel travels under the alert's key in the alert's lane.
    private Set<Partition> partitions(Deadline deadline) {
        return Set.copyOf(List.of(
                partition(deadline, deadline.member()),
                partition(deadline, deadline.alert().origin())));
    }

    private Partition partition(Deadline deadline, Member member) {
        String topic = Topics.outbox(member, deadline.lane());
        return Partition.ofKey(
                topic, deadline.alert().toString(), broker.partitions().expected());
    }
}
