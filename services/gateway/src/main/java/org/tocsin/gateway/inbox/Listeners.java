/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.inbox;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.event.Self;
import org.tocsin.gateway.restore.Relearning;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Topics;
import org.tocsin.transport.KafkaSettings;
import org.tocsin.transport.inbound.DirectoryReader;
import org.tocsin.transport.inbound.Positions;
import org.tocsin.transport.inbound.VerifiedListener;
import org.tocsin.transport.inbound.WaitingRoom;

/**
 * Listens to this member's two lanes, once the directory was read to its end, before which nobody could be believed, and
 * once a restored gateway knows again what it said itself.
 */
@Component
public class Listeners implements InitializingBean, DisposableBean {

    private final List<VerifiedListener> lanes;
    private final DirectoryReader directory;
    private final WaitingRoom waitingRoom;
    private final CompletableFuture<Void> relearned;
    private volatile boolean started;

    Listeners(KafkaSettings kafka, Positions positions, DirectoryReader directory, Listening listening) {
        this.directory = directory;
        this.relearned = listening.relearning().whenDone();
        this.waitingRoom = new WaitingRoom(listening.database(), directory::directory, listening.inbox());
        this.lanes = Stream.of(Lane.values())
                .map(lane -> new VerifiedListener(
                        kafka,
                        subscription(listening.self(), lane),
                        positions,
                        directory::directory,
                        listening.inbox()))
                .toList();
    }

    /** What listening feeds. */
    @Component
    record Listening(Self self, DataSource database, Inbox inbox, Relearning relearning) {}

    @Override
    public void afterPropertiesSet() {
        directory.onChange(waitingRoom::directoryChanged);
        CompletableFuture.allOf(directory.whenReadToEnd(), relearned).thenRun(this::start);
    }

    /** Says whether both lanes run and their last batches went through. */
    public boolean isHealthy() {
        return started && lanes.stream().allMatch(VerifiedListener::isHealthy);
    }

    /** Has the records judged again that someone asked for; before this member listens, starting to does. */
    public void redeliver() {
        if (started) {
            waitingRoom.redeliver();
        }
    }

    /** How many records of a lane the broker holds that this process has not taken in, as far as it knows. */
    public long lag(Lane lane) {
        return lanes.get(lane.ordinal()).lag();
    }

    private void start() {
        lanes.forEach(VerifiedListener::start);
        waitingRoom.start();
        started = true;
    }

    @Override
    public void destroy() {
        waitingRoom.close();
        lanes.forEach(VerifiedListener::close);
    }

    private static VerifiedListener.Subscription subscription(Self self, Lane lane) {
        String topic = Topics.inbox(self.member(), lane);
        String group = "gateway-" + self.member() + '-' + lane.token();
        return new VerifiedListener.Subscription(group, Pattern.compile(Pattern.quote(topic)));
    }
}
