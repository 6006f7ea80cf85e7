/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.gateway.idempotency.IdempotencyKeys.Claim;
import org.tocsin.gateway.idempotency.StoredReply;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import tools.jackson.databind.JsonNode;

/** What one upload makes of its lines, without a gateway around it. */
class UploadTest {

    /** Decides when it is told to; a draft's {@code n} names it. */
    private static final class Deciding implements Upload.Single {

        private final Map<Integer, Sinks.One<StoredReply>> open = Collections.synchronizedMap(new LinkedHashMap<>());
        private final List<Claim> claims = Collections.synchronizedList(new ArrayList<>());

        @Override
        public Mono<StoredReply> release(JsonNode draft, @Nullable Claim claim) {
            return Mono.defer(() -> {
                Sinks.One<StoredReply> reply = Sinks.one();
                if (claim != null) {
                    claims.add(claim);
                }
                open.put(draft.path("n").asInt(), reply);
                return reply.asMono();
            });
        }

        void accept(int n) {
            open.get(n).tryEmitValue(reply(n));
        }
    }

    private static StoredReply reply(int n) {
        String body = "{\"id\":\"kz." + n + "\",\"revision\":1,\"digest\":\"d\",\"state\":\"released\"}";
        return new StoredReply("", "", "", 202, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Upload upload(Upload.Single single) {
        return new Upload("token", single, Mono.empty());
    }

    private static Flux<byte[]> body(String... lines) {
        return Flux.just(lines).map(line -> (line + '\n').getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> said(Flux<Outcome> outcomes) {
        return outcomes.map(outcome -> new String(outcome.toLine(), StandardCharsets.UTF_8))
                .collectList()
                .block();
    }

    @Test
    void outcomesAreInTheOrderOfTheLinesWhoeverIsDoneFirst() {
        Deciding deciding = new Deciding();
        List<Outcome> outcomes = Collections.synchronizedList(new ArrayList<>());
        upload(deciding).outcomes(body("{\"n\":1}", "{\"n\":2}", "{\"n\":3}")).subscribe(outcomes::add);
        await().until(() -> deciding.open.size() == 3);

        deciding.accept(3);
        deciding.accept(2);
        deciding.accept(1);

        await().until(() -> outcomes.size() == 3);
        assertThat(outcomes).extracting(Outcome::line).containsExactly(1L, 2L, 3L);
    }

    @Test
    void acceptedLineTellsTheAlertAndRefusedLineTheProblem() {
        Upload.Single single = (draft, claim) ->
                draft.path("n").asInt() == 1 ? Mono.just(reply(1)) : Mono.error(new Refused(ProblemType.INVALID_ALERT));

        assertThat(said(upload(single).outcomes(body("{\"key\":\"a\",\"n\":1}", "{\"key\":\"b\",\"n\":2}", "{"))))
                .containsExactly(
                        "{\"line\":1,\"key\":\"a\",\"status\":202,\"id\":\"kz.1\",\"revision\":1,\"digest\":\"d\"}\n",
                        "{\"line\":2,\"key\":\"b\",\"status\":422,\"problem\":{\"type\":\"/problems/invalid-alert\","
                                + "\"title\":\"The alert is not valid.\",\"status\":422}}\n",
                        "{\"line\":3,\"status\":400,\"problem\":{\"type\":\"/problems/malformed-json\","
                                + "\"title\":\"The body is not one well-formed JSON object.\",\"status\":400,"
                                + "\"detail\":\"The body is not well-formed JSON.\"}}\n");
    }

    @Test
    void keyIsNoFieldOfTheDraft() {
        List<JsonNode> drafts = Collections.synchronizedList(new ArrayList<>());
        Upload.Single single = (draft, claim) -> {
            drafts.add(draft);
            return Mono.just(reply(1));
        };

        said(upload(single).outcomes(body("{\"key\":\"a\",\"n\":1}", "{\"key\":null,\"n\":1}")));

        assertThat(drafts).extracting(JsonNode::toString).containsOnly("{\"n\":1}");
    }

    @Test
    void keyThatIsNoneIsRefusedAndNotRepeated() {
        List<String> said = said(upload((draft, claim) -> Mono.just(reply(1)))
                .outcomes(body("{\"key\":\"\"}", "{\"key\":7}", "{\"key\":\"two words\"}", "{\"key\":\"q\\\"\"}")));

        assertThat(said)
                .hasSize(4)
                .allMatch(line -> line.contains("invalid-parameter") && line.contains("\"status\":400"))
                .noneMatch(line -> line.contains("\"key\":") || line.contains("two words"));
    }

    @Test
    void linesOfOneKeyGoOneAfterTheOther() {
        Deciding deciding = new Deciding();
        List<Outcome> outcomes = Collections.synchronizedList(new ArrayList<>());
        upload(deciding)
                .outcomes(body("{\"key\":\"k\",\"n\":1}", "{\"key\":\"k\",\"n\":2}", "{\"key\":\"other\",\"n\":3}"))
                .subscribe(outcomes::add);
        await().until(() -> deciding.open.size() == 2);
        assertThat(deciding.open).containsOnlyKeys(1, 3);

        deciding.accept(1);
        await().until(() -> deciding.open.containsKey(2));
        deciding.accept(2);
        deciding.accept(3);

        await().until(() -> outcomes.size() == 3);
        assertThat(deciding.claims).extracting(Claim::key).containsExactly("k", "other", "k");
    }

    @Test
    void boundedNumberOfLinesIsAtWorkAndTheRestIsNotRead() {
        Deciding deciding = new Deciding();
        AtomicInteger read = new AtomicInteger();
        Flux<byte[]> endless = Flux.range(1, 100_000)
                .map(n -> ("{\"n\":" + n + "}\n").getBytes())
                .doOnNext(any -> read.getAndIncrement());

        upload(deciding).outcomes(endless).subscribe();

        await().until(() -> deciding.open.size() == Upload.AT_WORK);
        await().during(java.time.Duration.ofMillis(200)).until(() -> deciding.open.size() == Upload.AT_WORK);
        assertThat(read.get()).isLessThan(2 * Upload.AT_WORK);
    }

    @Test
    void heavyLinesAreAtWorkByTheirWeight() {
        Deciding deciding = new Deciding();
        String text = "x".repeat(15_000);
        String heavy =
                IntStream.range(0, 17).mapToObj(i -> '"' + text + '"').collect(Collectors.joining(",", "[", "]"));

        upload(deciding)
                .outcomes(Flux.range(1, 40)
                        .map(n -> ("{\"n\":" + n + ",\"list\":" + heavy + "}\n").getBytes(StandardCharsets.UTF_8)))
                .subscribe();

        await().until(() -> deciding.open.size() >= 4);
        await().during(java.time.Duration.ofMillis(200)).until(() -> deciding.open.size() <= 5);
    }

    @Test
    void clientThatTakesNoOutcomeIsNotReadFrom() {
        AtomicInteger read = new AtomicInteger();
        Flux<byte[]> endless =
                Flux.range(1, 100_000).map(n -> "{}\n".getBytes()).doOnNext(any -> read.getAndIncrement());

        upload((draft, claim) -> Mono.just(reply(1)))
                .outcomes(endless)
                .subscribe(new reactor.core.publisher.BaseSubscriber<>() {
                    @Override
                    protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
                        subscription.request(1);
                    }
                });

        await().until(() -> read.get() > Upload.AT_WORK);
        await().during(java.time.Duration.ofMillis(200)).until(() -> read.get() < 4 * Upload.AT_WORK);
    }

    @Test
    void whatWasBegunWhenTheUploadBrokeOffIsNoLine() {
        TestPublisher<byte[]> body = TestPublisher.create();
        Deciding deciding = new Deciding();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        upload(deciding).outcomes(body.flux()).subscribe(any -> {}, failures::add);

        body.next("{\"n\":1}\n{\"n\":2}".getBytes(StandardCharsets.UTF_8));
        await().until(() -> deciding.open.containsKey(1));
        body.error(new java.nio.channels.ClosedChannelException());

        await().until(() -> !failures.isEmpty());
        assertThat(deciding.open).containsOnlyKeys(1);
    }

    @Test
    void uploadThatFallsSilentIsOverAndItsBegunLineIsNoLine() {
        StepVerifier.withVirtualTime(() -> upload((draft, claim) -> Mono.just(reply(1)))
                        .outcomes(Flux.concat(
                                Flux.just("{\"n\":1}\n{\"n\":2}".getBytes(StandardCharsets.UTF_8)), Flux.never())))
                .expectNextMatches(outcome -> outcome.line() == 1 && outcome.status() == 202)
                .expectNoEvent(Upload.SILENCE.minusMillis(1))
                .thenAwait(java.time.Duration.ofMillis(1))
                .verifyComplete();
    }

    @Test
    void lineThatIsNotAdmittedIsRefusedUnread() {
        Upload stopping = new Upload(
                "token", (draft, claim) -> Mono.just(reply(1)), Mono.error(new Refused(ProblemType.UNAVAILABLE)));

        assertThat(stopping.outcomes(body("{\"n\":1}", "{", "{\"n\":3}"))
                        .map(Outcome::status)
                        .collectList()
                        .block())
                .containsExactly(503, 503, 503);
    }
}
