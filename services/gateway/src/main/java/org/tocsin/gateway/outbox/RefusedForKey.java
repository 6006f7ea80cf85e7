/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.event.EventKind;
import org.tocsin.gateway.event.Numbered;
import org.tocsin.gateway.event.Tail;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.MessageType;
import org.tocsin.protocol.Topics;
import org.tocsin.protocol.signing.Refusal;
import org.tocsin.transport.DaemonThreads;
import org.tocsin.transport.inbound.DirectoryReader;

/**
 * What this member still owes although the coordinator has refused it for its key: it waited so long that the key was
 * revoked or ended. Whoever said it says it again with the key that is valid. Looked for at the start, at such a notice,
 * at a change of the directory and, while something of it is left, every half minute. What is found is found in tables,
 * so a crash loses nothing.
 */
@Component
public class RefusedForKey implements InitializingBean, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(RefusedForKey.class);
    private static final int AGAIN_SECONDS = 30;
    private static final int PAGE = 4_096;
    private static final String SIGN = '"' + Refusal.KEY_NOT_VALID.slug() + '"';
    private static final String LEFT = """
            select o.digest, m.type, m.jws, min(o.topic) as topic, min(o.expires) as expires,
                string_agg(o.member, ',' order by o.member) as members
            from owed o join message m on m.digest = o.digest and m.jws is not null
            where o.expires > now() and exists (select from event n
                where n.key = 'notice/refused/null/null/null/' || o.digest || '/key-not-valid')
            group by o.digest, m.type, m.jws, m.appended_at limit 200
            """;

    private final JdbcClient database;
    private final Tail tail;
    private final DirectoryReader directory;
    private final List<Consumer<Left>> sayers = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService thread = DaemonThreads.scheduler("refused-for-key");
    private volatile long seen;

    RefusedForKey(JdbcClient database, Tail tail, DirectoryReader directory) {
        this.database = database;
        this.tail = tail;
        this.directory = directory;
    }

    /** A message that nobody will take any more as it is signed, and who has not confirmed it. */
    public record Left(Digest digest, MessageType type, byte[] jws, Lane lane, List<Member> members, Instant expires) {}

    /** Calls back, one by one and on a thread of its own, with each message that is to be said again. */
    public void onEach(Consumer<Left> sayer) {
        sayers.add(sayer);
    }

    /** The message was said again, or need not be: it is owed no more. Blocking. */
    public void settle(Digest digest) {
        database.sql("delete from owed where digest = ?").param(digest.hex()).update();
    }

    @Override
    public void afterPropertiesSet() {
        seen = tail.last();
        tail.watch(this::listen);
        directory.onChange(this::lookSoon);
        lookSoon();
    }

    @Override
    public void destroy() {
        thread.shutdownNow();
    }

    private void listen() {
        long from = seen;
        seen = tail.last();
        List<Numbered> fresh = tail.after(from, PAGE);
        if (fresh == null || fresh.stream().anyMatch(RefusedForKey::tellsOfOne)) {
            lookSoon();
        }
    }

    private static boolean tellsOfOne(Numbered event) {
        return event.kind() == EventKind.NOTICE && event.data().contains(SIGN);
    }

    private void lookSoon() {
        if (!thread.isShutdown()) {
            thread.execute(this::look);
        }
    }

    private void look() {
        try {
            List<Left> left =
                    database.sql(LEFT).query((row, number) -> left(row)).list();
            left.forEach(message -> sayers.forEach(sayer -> sayer.accept(message)));
            if (!left.isEmpty()) {
                thread.schedule(this::look, AGAIN_SECONDS, TimeUnit.SECONDS);
            }
        } catch (RuntimeException later) {
            log.warn(
                    "What was refused for its key is looked for later: {}",
                    later.getClass().getSimpleName());
        }
    }

    private static Left left(ResultSet row) throws SQLException {
        return new Left(
                Digest.of(row.getString("digest")),
                MessageType.of(row.getString("type")).orElseThrow(),
                row.getBytes("jws"),
                Topics.lane(row.getString("topic")).orElseThrow(),
                Arrays.stream(row.getString("members").split(","))
                        .map(Member::new)
                        .toList(),
                row.getTimestamp("expires").toInstant());
    }
}
