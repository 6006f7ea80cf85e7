/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.idempotency.IdempotencyKeys.Claim;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Member;
import org.tocsin.transport.DaemonThreads;
import org.tocsin.transport.outbound.MessageSender;
import org.tocsin.transport.outbound.Outgoing;

/**
 * Sends again what has no receipt, to the missing addressees only, after 1 s and then ever more rarely up to 10 min,
 * jittered, until the message expires. While the link is down it waits without counting attempts, so everything goes out
 * soon after the link is back.
 */
@Component
class Sweep implements InitializingBean, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Sweep.class);
    private static final String DUE = """
            with due as (
                select digest, member from owed
                where next_attempt <= now() and expires > now() and topic = any (?)
                order by next_attempt limit 500 for update skip locked
            ), bumped as (
                update owed o set attempts = o.attempts + 1,
                    next_attempt = now()
                        + interval '1 second' * least(600, power(2, least(o.attempts, 10))) * (0.5 + random())
                from due where o.digest = due.digest and o.member = due.member
                returning o.digest, o.member, o.topic, o.record_key
            )
            select b.digest, b.member, b.topic, b.record_key, m.jws, k.token, k.key, k.request
            from bumped b join message m using (digest) left join idempotency_key k on k.message = b.digest
            where m.jws is not null
            """;

    private final JdbcClient database;
    private final MessageSender sender;
    private final Outbox.Sending sending;
    private final ScheduledExecutorService clock;

    Sweep(JdbcClient database, Outbox.Sending sending) {
        this.database = database;
        this.sender = sending.sender();
        this.sending = sending;
        this.clock = DaemonThreads.scheduler("sweep");
    }

    @Override
    public void afterPropertiesSet() {
        clock.scheduleWithFixedDelay(this::sweep, 1, 1, TimeUnit.SECONDS);
        clock.scheduleWithFixedDelay(this::forget, 1, 60, TimeUnit.MINUTES);
    }

    @Override
    public void destroy() {
        clock.shutdownNow();
    }

    private void sweep() {
        try {
            String[] ready = readyTopics();
            if (sender.isReachable() && ready.length > 0) {
                due(ready).forEach(sender::send);
            }
        } catch (RuntimeException later) {
            log.warn("What is owed could not be swept: {}", later.getClass().getSimpleName());
        }
    }

    private String[] readyTopics() {
        return database
                .sql("select distinct topic from owed where next_attempt <= now() limit 2")
                .query(String.class)
                .list()
                .stream()
                .filter(sender::isReady)
                .toArray(String[]::new);
    }

    private List<Outgoing> due(String[] topics) {
        Map<String, Outgoing> messages = new LinkedHashMap<>();
        Map<String, List<Member>> missing = new LinkedHashMap<>();
        database.sql(DUE).param(topics).query(row -> {
            String digest = row.getString(1);
            missing.computeIfAbsent(digest, any -> new java.util.ArrayList<>()).add(new Member(row.getString(2)));
            messages.put(digest, outgoing(row));
        });
        return messages.entrySet().stream()
                .map(message -> message.getValue().onlyFor(missing.getOrDefault(message.getKey(), List.of())))
                .toList();
    }

    // The copy that was sent at once may never have reached the topic, so this one carries the key, too.
    private Outgoing outgoing(ResultSet row) throws SQLException {
        Outgoing bare = new Outgoing(row.getString(3), row.getString(4), row.getBytes(5));
        String token = row.getString(6);
        return token == null
                ? bare
                : sending.keyed(
                        bare, new Claim(token, row.getString(7), row.getString(8)), Digest.of(row.getString(1)));
    }

    private void forget() {
        try {
            database.sql("delete from owed where expires < now()").update();
            database.sql("delete from idempotency_key where at < now() - interval '7 days'")
                    .update();
        } catch (RuntimeException later) {
            log.warn("Old rows could not be deleted yet: {}", later.getClass().getSimpleName());
        }
    }
}
