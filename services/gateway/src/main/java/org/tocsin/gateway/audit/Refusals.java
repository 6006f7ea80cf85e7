/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.audit;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.tocsin.protocol.AlertId;
import org.tocsin.transport.DaemonThreads;

/**
 * Writes down who was refused what, beside the way of everything else: like refusals of one client within a second are
 * one entry, and no more than a thousand entries may come at once or one a second for long. What is beyond is counted,
 * and that number is an entry too. So a flood costs neither memory nor disk, and is seen.
 */
@Component
public class Refusals implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Refusals.class);
    private static final int COLLECT_MILLIS = 1_000;

    private final AuditLog audit;
    private final Clock clock;
    private final ScheduledExecutorService thread = DaemonThreads.scheduler("audit-refusals");
    private final Map<Refusal, Seen> collected = new LinkedHashMap<>();
    private final Allowance allowance = new Allowance();
    private int unlisted;
    private boolean isDue;

    Refusals(AuditLog audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /** Who was refused what and why; {@code alert} and {@code route} where they are known. */
    public record Refusal(
            Actor actor,
            String rule,
            @Nullable String route,
            @Nullable AlertId alert) {}

    private record Seen(Instant first, int times) {

        Seen again() {
            return new Seen(first, times + 1);
        }
    }

    /** Notes a refusal. Never blocks, never fails. */
    public synchronized void note(Refusal refusal) {
        Instant now = clock.instant();
        Seen seen = collected.get(refusal);
        if (seen != null) {
            collected.put(refusal, seen.again());
        } else if (allowance.take(now)) {
            collected.put(refusal, new Seen(now, 1));
        } else {
            unlisted++;
        }
        if (!isDue && !thread.isShutdown()) {
            isDue = true;
            thread.schedule(this::write, COLLECT_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void destroy() {
        thread.shutdownNow();
        write();
    }

    private void write() {
        List<AuditEntry> entries = take();
        if (entries.isEmpty()) {
            return;
        }
        try {
            audit.append(entries);
        } catch (SQLException | RuntimeException lost) {
            log.warn("Refusals could not be written down: {}", lost.getClass().getSimpleName());
            count(entries);
        }
    }

    private synchronized List<AuditEntry> take() {
        isDue = false;
        List<AuditEntry> entries = new ArrayList<>();
        collected.forEach((refusal, seen) -> entries.add(entry(refusal, seen)));
        if (unlisted > 0) {
            entries.add(AuditEntry.done(Act.REFUSALS_UNLISTED, Actor.GATEWAY, clock.instant())
                    .about(Integer.toString(unlisted)));
        }
        collected.clear();
        unlisted = 0;
        return entries;
    }

    // While the database takes nothing only their number is kept.
    private synchronized void count(List<AuditEntry> lost) {
        for (AuditEntry entry : lost) {
            boolean isSum = entry.act() == Act.REFUSALS_UNLISTED && entry.subject() != null;
            int times = entry.times() == null ? 1 : entry.times();
            unlisted += isSum ? Integer.parseInt(entry.subject()) : times;
        }
    }

    private static AuditEntry entry(Refusal refusal, Seen seen) {
        return AuditEntry.refused(Act.ACCESS_REFUSED, refusal.actor(), seen.first(), refusal.rule())
                .about(refusal.alert(), null, null)
                .by(refusal.route(), seen.times());
    }
}
