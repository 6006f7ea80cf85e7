/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.tocsin.acceptance.exchange.AlertDraft;
import org.tocsin.acceptance.exchange.Event;
import org.tocsin.acceptance.exchange.Participant;
import org.tocsin.acceptance.exchange.Patience;
import org.tocsin.acceptance.exchange.Reply;
import org.tocsin.acceptance.exchange.Standalone;
import org.tocsin.acceptance.exchange.Tap;
import org.tocsin.acceptance.secrecy.Canaries;
import org.tocsin.protocol.json.WireJson;

/**
 * Words of two thousand restricted alerts turn up with those who may hold them and nowhere else: no log, metric, health
 * page, answer to others, other database, foreign topic or quarantine.
 *
 * <p>Signed bytes lie readable in the databases of an alert's origin and addressees, in their own inbox and outbox
 * topics and in the files of broker and database server below those, until bodies are sealed. Nowhere else: the
 * coordinator's database holds none either.
 */
@ResourceLock(Standalone.RESOURCE)
class CanaryIT {

    private static final int UPLOADED = 2_000;
    private static final int RED = 60;
    private static final int ANSWERED_ONE_IN = 8;
    private static final int REFUSED = 20;
    private static final List<String> MEMBERS = List.of("kz", "uz", "kg", "in", "centre");
    // As many as there are members: each upload waits for its own gateway.
    private static final Executor AT_ONCE = Executors.newFixedThreadPool(MEMBERS.size());
    private static final List<String> LABELS = List.of("TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT");

    private final Standalone exchange = Standalone.secluded();
    private final Random random = new Random(20_261_124);
    private final Canaries canaries = new Canaries(random.nextLong());
    private final List<Restricted> all = new ArrayList<>();
    private final Map<String, String> headlines = new HashMap<>();

    /** An alert with its words, before it has an identity. */
    private record Restricted(String origin, List<String> to, String label, String json) {}

    @Test
    void wordsOfRestrictedAlertsAreFoundWithThoseWhoMayHoldThemAndNowhereElse() {
        Map<String, Long> answered = heard("answer");
        Map<String, Long> confirmed = heard("receipt");
        uploadAll();
        postRed();
        MEMBERS.forEach(origin -> Patience.awaitAll(
                "the receipts of " + origin,
                confirmed.get(origin) + expectedAt(origin),
                () -> heard(origin, "receipt")));
        answerSome(answered);
        refuseSome();

        MEMBERS.parallelStream().forEach(this::sweepMember);
        sweepShared();

        System.out.printf(
                "%d canaries, %d places%n", canaries.count(), canaries.places().size());
        assertStrays();
        assertControls();
    }

    private void uploadAll() {
        for (int i = 0; i < UPLOADED; i++) {
            all.add(restricted(LABELS.get(i % LABELS.size()), i));
        }
        MEMBERS.stream()
                .map(origin -> CompletableFuture.runAsync(() -> upload(origin), AT_ONCE))
                .toList()
                .forEach(CompletableFuture::join);
    }

    private void upload(String origin) {
        Stream<String> lines =
                all.stream().filter(one -> one.origin().equals(origin)).map(Restricted::json);
        exchange.member(origin).as("cert").upload("/v1/alerts", lines, outcome -> assertThat(outcome)
                .contains("\"status\":202"));
    }

    private void postRed() {
        List<CompletableFuture<Reply>> posts = new ArrayList<>();
        for (int i = 0; i < RED; i++) {
            Restricted red = restricted("TLP:RED", i);
            all.add(red);
            posts.add(later(red.origin(), "/v1/alerts", red.json()));
        }
        assertAccepted(posts);
    }

    private static void assertAccepted(List<CompletableFuture<Reply>> posts) {
        assertThat(posts.stream().map(CompletableFuture::join))
                .extracting(Reply::status)
                .containsOnly(202);
    }

    private Restricted restricted(String label, int number) {
        List<String> members = new ArrayList<>(MEMBERS);
        java.util.Collections.shuffle(members, random);
        String origin = members.get(0);
        List<String> to = List.copyOf(members.subList(1, 2 + number % 2));
        List<String> holders = Stream.concat(Stream.of(origin), to.stream()).toList();
        String precedence = to.size() > 1 || number % 4 == 0 ? "ROUTINE" : "IMMEDIATE";
        String headline = canaries.word(holders);
        headlines.put(headline, origin);
        AlertDraft draft = AlertDraft.alert()
                .marked(label, number % 5 == 0 ? "exercise" : "actual", precedence)
                .headline("Restricted " + headline)
                .description("What it is about: " + canaries.word(holders))
                .domain(canaries.word(holders) + ".example")
                .to(to.toArray(String[]::new));
        return new Restricted(origin, to, label, draft.json());
    }

    private long expectedAt(String origin) {
        return all.stream()
                .filter(one -> one.origin().equals(origin))
                .mapToLong(one -> one.to().size())
                .sum();
    }

    private Map<String, Long> heard(String what) {
        Map<String, Long> heard = new HashMap<>();
        MEMBERS.forEach(member -> heard.put(member, heard(member, what)));
        return heard;
    }

    private long heard(String member, String what) {
        return exchange.member(member).stream()
                .count(event -> event.name().equals(what)
                        && event.text("answer").isEmpty()
                        && !event.text("direction").equals("sent"));
    }

    private void answerSome(Map<String, Long> before) {
        Map<String, Long> expected = new HashMap<>(before);
        List<CompletableFuture<Reply>> answers = new ArrayList<>();
        for (String member : MEMBERS) {
            List<Event> alerts = exchange.member(member).stream().events().stream()
                    .filter(event -> event.name().equals("alert")
                            && event.text("direction").equals("received"))
                    .filter(event -> event.data().toString().contains("cnry"))
                    .toList();
            for (int i = 0; i < alerts.size(); i += ANSWERED_ONE_IN) {
                String origin = alerts.get(i).text("origin");
                answers.add(answer(member, alerts.get(i).alert(), canaries.word(List.of(member, origin))));
                expected.merge(origin, 1L, Long::sum);
            }
        }
        assertAccepted(answers);
        MEMBERS.forEach(origin ->
                Patience.awaitAll("the answers to " + origin, expected.get(origin), () -> heard(origin, "answer")));
    }

    private CompletableFuture<Reply> answer(String member, String alert, String word) {
        return later(member, "/v1/alerts/" + alert + "/answers", """
                        {"kind":"acknowledgement","revision":1,"outcome":"accepted","note":"Noted %s"}""".formatted(word));
    }

    // A few at once: of hundreds the last would wait too long for its answer.
    private CompletableFuture<Reply> later(String member, String path, String body) {
        return CompletableFuture.supplyAsync(
                () -> exchange.member(member).as("officer").post(path, body), AT_ONCE);
    }

    // What was refused is nobody's: it must not be kept, told or noted anywhere.
    private void refuseSome() {
        for (int i = 0; i < REFUSED; i++) {
            Participant kz = exchange.member("kz");
            String word = canaries.word(List.of());
            var unknown = kz.as("cert").post("/v1/alerts", "{\"" + word + "\":\"" + word + "\"}");
            var broken = kz.as("cert").post("/v1/alerts", "{\"tlp\":\"" + word + "\",");
            canaries.sweep("answers to refused drafts", unknown.body() + broken.body());
            assertThat(List.of(unknown.status(), broken.status())).containsExactly(422, 400);
        }
    }

    private void sweepMember(String code) {
        Participant member = exchange.member(code);
        member.stream()
                .events()
                .forEach(event -> canaries.sweep(code + ": stream", event.data().toString()));
        for (String token : List.of("cert", "operator", "officer")) {
            String path = "/v1/alerts?limit=200";
            for (String page = path; !page.isEmpty(); ) {
                String body = member.as(token).get(page).body();
                canaries.sweep(code + ": list by " + token, body);
                String next = WireJson.MAPPER.readTree(body).path("next").asString("");
                page = next.isEmpty() ? "" : path + "&cursor=" + next;
            }
        }
        foreign(code)
                .forEach(word -> canaries.sweep(
                        code + ": searches",
                        member.as("officer").get("/v1/alerts?text=" + word).body()));
        exchange.forEachCell(
                "gateway_" + code,
                (table, cell) ->
                        canaries.sweep(code + (table.equals("quarantine") ? ": quarantine" : ": database"), cell));
    }

    private List<String> foreign(String member) {
        Set<String> own = canaries.of(member);
        return headlines.keySet().stream()
                .filter(word -> !own.contains(word))
                .sorted()
                .limit(20)
                .toList();
    }

    private void sweepShared() {
        for (String code : MEMBERS) {
            canaries.sweep(
                    "metrics",
                    exchange.member(code)
                            .management()
                            .get("/actuator/prometheus")
                            .body());
            canaries.sweep(
                    "health",
                    exchange.member(code)
                            .management()
                            .get("/actuator/health/exchange")
                            .body());
        }
        canaries.sweep(
                "metrics", exchange.coordinator().get("/actuator/prometheus").body());
        canaries.sweep(
                "health",
                exchange.coordinator().get("/actuator/health/exchange").body());
        exchange.forEachCell("coordinator", (table, cell) -> canaries.sweep("the coordinator's database", cell));
        exchange.forEachFile((file, bytes) -> canaries.sweep("file " + file.getFileName(), bytes));
        canaries.sweep("the program's output", exchange.process().output());
        try (Tap tap = exchange.wire().tap(exchange.wire().topics())) {
            tap.take().forEach(record -> {
                canaries.sweep("topic " + record.topic(), record.value());
                canaries.sweep("topic " + record.topic(), record.key());
            });
        }
    }

    private void assertStrays() {
        for (String place : canaries.places()) {
            assertThat(canaries.strayAt(place, ownerOf(place))).as(place).isEmpty();
        }
    }

    private static String ownerOf(String place) {
        String[] topic = place.split("\\.");
        if (topic.length == 4
                && (place.startsWith("topic tocsin.inbox.") || place.startsWith("topic tocsin.outbox."))) {
            return topic[2];
        }
        boolean isPublic = !place.contains(": ") || place.endsWith("quarantine") || place.endsWith("searches");
        return isPublic ? "" : place.substring(0, place.indexOf(':'));
    }

    // The sweep looks where the words are: otherwise it would find none for the wrong reason.
    private void assertControls() {
        assertThat(canaries.places())
                .contains(
                        "metrics", "health", "file tocsin.log", "the coordinator's database", "topic tocsin.directory");
        for (String member : MEMBERS) {
            Set<String> own = canaries.of(member);
            assertThat(canaries.at(member + ": database")).isEqualTo(own);
            assertThat(Stream.of("inbox", "outbox").flatMap(box -> Stream.of("urgent", "routine")
                            .flatMap(lane -> canaries.at("topic tocsin." + box + "." + member + "." + lane).stream())))
                    .containsOnlyOnceElementsOf(own);
            assertThat(canaries.at(member + ": list by officer"))
                    .containsAll(own.stream().filter(headlines::containsKey).toList());
        }
    }
}
