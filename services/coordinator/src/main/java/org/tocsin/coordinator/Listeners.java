/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator;

import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Topics;
import org.tocsin.transport.KafkaSettings;
import org.tocsin.transport.inbound.BatchHandler;
import org.tocsin.transport.inbound.DirectoryReader;
import org.tocsin.transport.inbound.Positions;
import org.tocsin.transport.inbound.VerifiedListener;
import org.tocsin.transport.inbound.WaitingRoom;

/** Listens to all outboxes, each lane by a listener of its own, and tries again what waits for the directory. */
@Component
class Listeners implements AutoCloseable {

    private final List<VerifiedListener> lanes;
    private final WaitingRoom waitingRoom;
    private volatile boolean started;

    Listeners(
            KafkaSettings kafka,
            Positions positions,
            DirectoryReader directory,
            BatchHandler dispatcher,
            DataSource database) {
        this.waitingRoom = new WaitingRoom(database, directory::directory, dispatcher);
        this.lanes = Stream.of(Lane.values())
                .map(lane ->
                        new VerifiedListener(kafka, subscription(lane), positions, directory::directory, dispatcher))
                .toList();
        directory.onChange(this::directoryChanged);
    }

    private static VerifiedListener.Subscription subscription(Lane lane) {
        return new VerifiedListener.Subscription("tocsin-coordinator-" + lane.token(), Topics.outboxes(lane));
    }

    /** Starts listening; not before the directory was read to its end. */
    void start() {
        lanes.forEach(VerifiedListener::start);
        waitingRoom.start();
        started = true;
    }

    /** Says whether both lanes run and their last batches went through. */
    boolean isHealthy() {
        return started && lanes.stream().allMatch(VerifiedListener::isHealthy);
    }

    /** How many records of a lane the broker holds that this process has not taken in, as far as it knows. */
    long lag(Lane lane) {
        return lanes.get(lane.ordinal()).lag();
    }

    private void directoryChanged() {
        if (started) {
            waitingRoom.directoryChanged();
        }
    }

    @Override
    public void close() {
        waitingRoom.close();
        lanes.forEach(VerifiedListener::close);
    }
}
