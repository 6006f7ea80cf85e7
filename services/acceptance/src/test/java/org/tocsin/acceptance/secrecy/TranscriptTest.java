/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.secrecy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tocsin.acceptance.exchange.Answered;
import org.tocsin.acceptance.exchange.Event;
import org.tocsin.acceptance.exchange.Tap;
import org.tocsin.protocol.json.WireJson;

/** The comparison finds whatever is planted, and nothing in two runs that differ in their identities and clocks only. */
class TranscriptTest {

    private static final Run ONE = new Run(
            List.of("019ab3c2-5d14-7c3e-9a41-2f60d8b7e913", "a".repeat(64), "2026-11-24T02:31:07.412Z", "runaaaa"),
            40,
            1200);
    private static final Run OTHER = new Run(
            List.of("019ab3c3-0a8b-7f12-8d55-71c4e2aa9b06", "b".repeat(64), "2026-11-25T12:00:00Z", "runbbbb"),
            977,
            55_000);

    /** What differs between two runs of one script: identity, digest, time and marker; first event; counts so far. */
    private record Run(List<String> own, long firstEvent, int requestsBefore) {

        String fill(String text) {
            return text.formatted(own.toArray());
        }

        Canon canon() {
            return new Canon()
                    .name(own.get(0), "<id 0>")
                    .name(own.get(1), "<digest 0>")
                    .marker(own.get(3));
        }
    }

    /** What was seen of a run. */
    private record Seen(List<Event> events, Answered answer, String metrics, List<Tap.Raw> records) {

        Seen events(UnaryOperator<List<Event>> change) {
            return new Seen(change.apply(events), answer, metrics, records);
        }

        Seen answer(UnaryOperator<Answered> change) {
            return new Seen(events, change.apply(answer), metrics, records);
        }

        Seen metrics(UnaryOperator<String> change) {
            return new Seen(events, answer, change.apply(metrics), records);
        }

        Seen records(UnaryOperator<List<Tap.Raw>> change) {
            return new Seen(events, answer, metrics, change.apply(records));
        }
    }

    private static Seen seen(Run run) {
        String alert = run.fill("{\"alert\":\"kz.%1$s\",\"digest\":\"%2$s\",\"at\":\"%3$s\",\"note\":\"%4$s\"}");
        Answered answer = new Answered(
                404,
                Map.of("Date", List.of(run.own().get(2)), "content-length", List.of("97")),
                "{\"type\":\"/problems/not-found\",\"status\":404}");
        String metrics = "# TYPE tocsin_events_total counter\ntocsin_events_total " + (run.requestsBefore() + 7)
                + ".0\n# TYPE tocsin_quarantine gauge\ntocsin_quarantine{state=\"refused\"} 0.0\njvm_threads 17.0\n"
                + "http_server_requests_seconds_sum{uri=\"/v1/alerts\"} 0.25\n";
        return new Seen(
                List.of(event(run.firstEvent() + 1, alert), event(run.firstEvent() + 2, alert)),
                answer,
                metrics,
                List.of(record("tocsin.inbox.in.urgent", alert)));
    }

    private static Transcript transcript(Run run, Seen seen) {
        Canon canon = run.canon();
        Figures before = Figures.of("# TYPE tocsin_events_total counter\ntocsin_events_total " + run.requestsBefore());
        return new Transcript()
                .note(
                        "events",
                        seen.events().stream().map(canon::event).sorted().toList())
                .note(
                        "numbers",
                        seen.events().stream()
                                .map(event -> "+" + (event.id() - run.firstEvent()))
                                .toList())
                .note("answer", canon.answer(seen.answer()))
                .note("metrics", Figures.of(seen.metrics()).since(before))
                .note(
                        "records",
                        seen.records().stream()
                                .flatMap(record -> canon.record(record).stream())
                                .toList());
    }

    @Test
    void twoRunsThatDifferInIdentitiesAndClocksReadAlike() {
        assertThat(transcript(ONE, seen(ONE)).differences(transcript(OTHER, seen(OTHER))))
                .isEmpty();
    }

    static Stream<Arguments> planted() {
        UnaryOperator<Seen> extraEvent = seen -> seen.events(events -> Stream.concat(
                        events.stream(), Stream.of(event(events.get(1).id() + 1, "{}")))
                .toList());
        UnaryOperator<Seen> jump = seen -> seen.events(events -> List.of(
                events.get(0),
                event(events.get(1).id() + 1, events.get(1).data().toString())));
        UnaryOperator<Seen> foreignId = seen -> seen.events(events -> List.of(
                events.get(0), event(events.get(1).id(), "{\"alert\":\"kz.00000000-0000-7000-8000-000000000001\"}")));
        UnaryOperator<Seen> header = seen -> seen.answer(answer ->
                new Answered(404, Map.of("ETag", List.of("\"1\""), "content-length", List.of("97")), answer.body()));
        UnaryOperator<Seen> length = seen -> seen.answer(answer ->
                new Answered(404, Map.of("Date", List.of(""), "content-length", List.of("98")), answer.body()));
        UnaryOperator<Seen> status = seen -> seen.answer(answer -> new Answered(409, answer.headers(), answer.body()));
        UnaryOperator<Seen> detail = seen -> seen.answer(
                answer -> new Answered(404, answer.headers(), answer.body().replace("}", ",\"x\":1}")));
        UnaryOperator<Seen> count = seen -> seen.metrics(page -> page.replaceAll("(events_total) \\d+.0", "$1 99999"));
        UnaryOperator<Seen> gauge = seen -> seen.metrics(page -> page.replace("} 0.0", "} 1.0"));
        UnaryOperator<Seen> series = seen -> seen.metrics(page -> page + "tocsin_quarantine{member=\"kz\"} 0.0\n");
        UnaryOperator<Seen> record = seen -> seen.records(
                records -> Stream.concat(records.stream(), Stream.of(record("tocsin.inbox.in.urgent", "{}")))
                        .toList());
        UnaryOperator<Seen> recordHeader = seen -> seen.records(records -> List.of(new Tap.Raw(
                records.get(0).topic(),
                records.get(0).key(),
                Map.of("tocsin-only", new byte[] {1}),
                records.get(0).value())));
        return Stream.of(
                arguments("an event more", "events", extraEvent),
                arguments("a gap in the numbers", "numbers", jump),
                arguments("an identity nobody has made", "events", foreignId),
                arguments("a header more", "answer", header),
                arguments("a longer body", "answer", length),
                arguments("another status", "answer", status),
                arguments("a field more", "answer", detail),
                arguments("a higher count", "metrics", count),
                arguments("another gauge", "metrics", gauge),
                arguments("a series more", "metrics", series),
                arguments("a record more", "records", record),
                arguments("a header of a record more", "records", recordHeader));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("planted")
    void whatIsPlantedInOneOfTwoRunsIsFound(String what, String place, UnaryOperator<Seen> plant) {
        List<String> differences = transcript(ONE, seen(ONE)).differences(transcript(OTHER, plant.apply(seen(OTHER))));

        assertThat(differences).isNotEmpty().first().asString().startsWith(place);
    }

    private static Event event(long id, String data) {
        return new Event(id, "alert", WireJson.MAPPER.readTree(data), 0);
    }

    private static Tap.Raw record(String topic, String value) {
        return new Tap.Raw(topic, new byte[] {65}, Map.of(), value.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
