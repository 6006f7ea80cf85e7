/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.secrecy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.tocsin.acceptance.exchange.Event;
import org.tocsin.acceptance.exchange.Participant;
import org.tocsin.acceptance.exchange.Tap;

/** What a member can see from a moment on: its stream, its answers, its metrics, its topics. */
final class Eye {

    // Who asks mostly waits.
    private static final Executor AT_ONCE = Executors.newFixedThreadPool(8, task -> {
        Thread thread = new Thread(task, "questions");
        thread.setDaemon(true);
        return thread;
    });

    private final Participant member;
    private final Instant since;
    private final long before;
    private final Figures figures;

    /** Opens now. */
    Eye(Participant member, Instant since) {
        this.member = member;
        this.since = since;
        this.before = member.stream().lastId();
        this.figures = Figures.of(metrics(member));
    }

    /** Everything since then, and the answers to these questions now. */
    Transcript transcript(Questions questions, Canon canon, List<Tap.Raw> records) {
        Transcript transcript = new Transcript();
        stream(canon, transcript);
        List<Questions.Question> asked = questions.all(since);
        List<CompletableFuture<String>> answers = asked.stream()
                .map(question -> CompletableFuture.supplyAsync(() -> canon.answer(question.ask()), AT_ONCE))
                .toList();
        for (int i = 0; i < asked.size(); i++) {
            transcript.note(asked.get(i).name(), answers.get(i).join());
        }
        topics(canon, records, transcript);
        return transcript.note("metrics", Figures.of(metrics(member)).since(figures));
    }

    private void stream(Canon canon, Transcript transcript) {
        List<Event> events = member.stream().events().stream()
                .filter(event -> event.id() > before)
                .toList();
        transcript.note(
                "stream: events", events.stream().map(canon::event).sorted().toList());
        transcript.note(
                "stream: numbers",
                events.stream().map(event -> "+" + (event.id() - before)).toList());
        transcript.note("stream: taken past", "+" + (member.stream().lastId() - before));
    }

    private void topics(Canon canon, List<Tap.Raw> records, Transcript transcript) {
        Map<String, TreeSet<String>> seen = new TreeMap<>();
        for (Tap.Raw record : records) {
            if (isReadable(record.topic())) {
                seen.computeIfAbsent(record.topic(), any -> new TreeSet<>()).addAll(canon.record(record));
            }
        }
        seen.forEach((topic, parts) -> transcript.note(topic, List.copyOf(parts)));
    }

    private boolean isReadable(String topic) {
        return topic.equals("tocsin.directory")
                || topic.startsWith("tocsin.inbox." + member.code() + ".")
                || topic.startsWith("tocsin.outbox." + member.code() + ".");
    }

    private static String metrics(Participant member) {
        return member.management().get("/actuator/prometheus").body();
    }
}
