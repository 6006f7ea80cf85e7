/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.reconciliation;

import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.message.Reconciliation;
import org.tocsin.protocol.message.ReconciliationKind;
import org.tocsin.protocol.message.Window;
import org.tocsin.transport.DaemonThreads;
import org.tocsin.transport.inbound.DirectoryReader;
import org.tocsin.transport.inbound.Inbound;

/**
 * Compares with every other member once per interval, when the link is back, and on demand; answers what others ask.
 * Everything is done one by one on a thread of its own. What waits for it is bounded: of each member the newest question
 * and the newest answer. A crash loses them, and the next comparison makes that good.
 */
@Component
public class Reconciler implements InitializingBean, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
    private static final int LOOK_SECONDS = 5;

    private final Links links;
    private final Ledger ledger;
    private final Voice voice;
    private final DirectoryReader directory;
    private final Timing timing;
    private final ScheduledExecutorService thread = DaemonThreads.scheduler("reconciler");
    private final Map<Line, Inbound> waiting = new ConcurrentHashMap<>();
    private final Set<Member> met = new HashSet<>();
    private final Cut cut = new Cut();

    Reconciler(Links links, Ledger ledger, Voice voice, DirectoryReader directory, Timing timing) {
        this.links = links;
        this.ledger = ledger;
        this.voice = voice;
        this.directory = directory;
        this.timing = timing;
    }

    /** When to ask, what time it is, and who remembers what was told of audits. */
    @Component
    record Timing(Rhythm rhythm, Clock clock, Witness witness) {}

    private record Line(Member from, ReconciliationKind kind) {}

    @Override
    public void afterPropertiesSet() {
        thread.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void destroy() {
        thread.shutdownNow();
    }

    /** Asks now whoever is due. */
    public void wake() {
        if (!thread.isShutdown()) {
            thread.execute(this::look);
        }
    }

    /** Takes in what others say, after the commit that moved past it. Never blocks on the database. */
    public void heard(List<Inbound> messages) {
        for (Inbound message : messages) {
            Reconciliation said = (Reconciliation) message.message();
            waiting.merge(new Line(said.member(), said.kind()), message, Reconciler::newer);
        }
        if (!messages.isEmpty() && !thread.isShutdown()) {
            thread.execute(this::takeIn);
        }
    }

    private static Inbound newer(Inbound one, Inbound other) {
        return other.appendedAt().isBefore(one.appendedAt()) ? one : other;
    }

    private void look() {
        try {
            if (isLinked()) {
                List<Member> others = others();
                meet(others);
                Instant at = timing.clock().instant();
                links.claim(others, at, timing.rhythm().interval()).forEach(member -> ask(member, at));
            }
        } catch (RuntimeException later) {
            log.warn(
                    "Nobody could be asked what is missing: {}",
                    later.getClass().getSimpleName());
        }
    }

    private void meet(List<Member> others) {
        if (!met.containsAll(others)) {
            links.meet(others, timing.rhythm().interval());
            met.addAll(others);
        }
    }

    // Whatever was lost around a cut is found soon after it.
    private boolean isLinked() {
        boolean linked = voice.isLinked();
        if (cut.isOver(linked)) {
            links.askAllSoon();
        }
        return linked;
    }

    private List<Member> others() {
        return directory
                .directory()
                .addressable()
                .map(DirectoryEntry::member)
                .filter(member -> !member.equals(voice.self()))
                .toList();
    }

    private void ask(Member member, Instant at) {
        Instant until = at.minus(timing.rhythm().lag());
        Span span = new Span(at.minus(Reconciliation.MAX_SPAN), until, at);
        List<Window> windows = Comparison.windows(span, ledger.sentTo(member, span));
        voice.say(Reconciliation.summary(voice.self(), member, at, windows));
    }

    private void takeIn() {
        for (Line line : List.copyOf(waiting.keySet())) {
            Inbound inbound = waiting.remove(line);
            if (inbound != null) {
                takeIn(inbound);
            }
        }
    }

    private void takeIn(Inbound inbound) {
        Reconciliation said = (Reconciliation) inbound.message();
        try {
            timing.witness().hear(said);
            if (said.kind() == ReconciliationKind.SUMMARY) {
                answer(said, inbound.appendedAt());
            } else {
                judge(said);
            }
        } catch (RuntimeException later) {
            log.warn(
                    "A comparison with {} failed: {}",
                    said.member(),
                    later.getClass().getSimpleName());
        }
    }

    private void answer(Reconciliation summary, Instant appendedAt) {
        if (!links.isNews(summary.member(), appendedAt)) {
            return;
        }
        List<Said> held = ledger.heldFrom(summary.member(), Span.of(summary.windows(), summary.issued()));
        List<Window> holdings = Comparison.holdings(summary.windows(), held);
        Instant now = timing.clock().instant();
        links.answered(summary.member(), Comparison.difference(summary.windows(), holdings), now);
        voice.say(Reconciliation.held(summary, now, holdings));
    }

    private void judge(Reconciliation held) {
        Member member = held.member();
        Instant asked = held.asked();
        // Only the last question is open: an answer that comes again, or late, judges nothing.
        if (asked == null || !links.isLastAsked(member, asked)) {
            return;
        }
        List<Said> sent = ledger.sentTo(member, Span.of(held.windows(), asked));
        Comparison.Finding finding = Comparison.judge(held.windows(), sent);
        int owed = ledger.oweAgain(member, finding.missing());
        Rhythm rhythm = timing.rhythm();
        links.compared(member, finding.difference(), timing.clock().instant(), rhythm.soon());
        if (owed > 0) {
            log.info("{} messages are missing at {} and are sent again", owed, member);
        }
    }
}
