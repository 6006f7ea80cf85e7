/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tocsin.gateway.idempotency.IdempotencyKeys;
import org.tocsin.gateway.idempotency.IdempotencyKeys.Claim;
import org.tocsin.gateway.idempotency.StoredReply;
import org.tocsin.protocol.json.StrictJson;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;

/**
 * One upload of many drafts. Each line goes the way of a single request; at most {@value #AT_WORK} of them, and one
 * MiB of their text, are at work at once, so that they share commits and memory stays bounded. Outcomes come in the
 * order of the lines while the upload still runs; from a client that does not read them nothing more is read.
 */
final class Upload {

    static final int AT_WORK = 128;

    /** An upload of which nothing came for so long is over: nobody may be there any more. */
    static final Duration SILENCE = Duration.ofSeconds(60);

    private static final int HEAVIEST = 1024 * 1024;
    private static final int AHEAD = 16;
    private static final String TARGET = "alerts by line";

    private final String token;
    private final Single single;
    private final Mono<Void> admission;
    private final Gate gate = new Gate(HEAVIEST);
    private final Turns turns = new Turns();

    /** An upload by that token; {@code admission} is asked before each line and fails with why not. */
    Upload(String token, Single single, Mono<Void> admission) {
        this.token = token;
        this.single = single;
        this.admission = admission;
    }

    /** What a single request does with its draft. */
    interface Single {
        Mono<StoredReply> release(JsonNode draft, @Nullable Claim claim);
    }

    /** The outcome of every line that is not blank. Cancelling it leaves accepted lines accepted. */
    Flux<Outcome> outcomes(Flux<byte[]> body) {
        // Decided away from the connection's thread, which serves other clients too, and given away from the thread
        // that commits.
        return lines(body)
                .concatMap(gate::enter, 0)
                .publishOn(Schedulers.parallel(), AHEAD)
                .flatMapSequential(line -> outcome(line).doFinally(end -> gate.leave(line)), AT_WORK, 1)
                .publishOn(Schedulers.parallel(), AT_WORK);
    }

    private static Flux<Line> lines(Flux<byte[]> body) {
        return Flux.defer(() -> {
            LineSplitter splitter = new LineSplitter(StrictJson.MAX_BYTES);
            // An upload that is cut off ends by an error, and a silent one here: what it had begun is no line.
            return body.map(splitter::take)
                    .concatWith(Mono.fromSupplier(splitter::rest))
                    .timeout(SILENCE, Flux.empty())
                    .concatMapIterable(Function.identity(), 1);
        });
    }

    private Mono<Outcome> outcome(Line line) {
        return admission
                .then(Mono.defer(() -> outcome(line.number(), KeyedDraft.read(line), line.text())))
                .onErrorResume(failure -> Mono.fromSupplier(() -> Outcome.refused(line.number(), null, failure)));
    }

    private Mono<Outcome> outcome(long number, KeyedDraft read, byte[] text) {
        String key = read.key();
        Claim claim = key == null ? null : IdempotencyKeys.claim(token, key, TARGET, text);
        return inTurn(key, single.release(read.draft(), claim))
                .map(reply -> Outcome.accepted(number, key, reply))
                .onErrorResume(failure -> Mono.fromSupplier(() -> Outcome.refused(number, key, failure)));
    }

    private Mono<StoredReply> inTurn(@Nullable String key, Mono<StoredReply> release) {
        return key == null ? release : turns.inTurn(key, release);
    }
}
