/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.tocsin.gateway.event.Tails.events;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import org.springframework.dao.DataAccessException;
import org.tocsin.gateway.event.EventKind;
import org.tocsin.gateway.event.Numbered;
import org.tocsin.gateway.event.Tail;
import org.tocsin.gateway.event.Tails;
import org.tocsin.gateway.reading.Readings;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.release.Reader;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Schedulers;

/** One reader's stream, pulled as fast as the reader takes it. */
class LiveStreamTest {

    private static final Pattern ID = Pattern.compile("id: (\\d+)\nevent: alert");
    private static final Pattern ANY_ID = Pattern.compile("id: (\\d+)\n");
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

    private final Tail tail = Tails.empty();
    private final StreamSource source =
            new StreamSource(tail, Tails.table(), Readings.of(tail, Tails.table()), Schedulers.immediate());
    private final Taking reader = new Taking();
    private LiveStream stream;

    private void open(long cursor) {
        Flux.<byte[]>create(
                        sink -> {
                            stream = new LiveStream(sink, Reader.person(false), cursor, source);
                            sink.onRequest(more -> stream.wake());
                        },
                        FluxSink.OverflowStrategy.BUFFER)
                .subscribe(reader);
    }

    private void happen(long from, long to) {
        tail.committed(events(from, to));
        stream.wake();
    }

    @Test
    void readerGetsWhatIsBehindItsCursorAndWhatComes() {
        tail.committed(events(1, 5));
        open(2);
        reader.request(Long.MAX_VALUE);

        happen(6, 8);

        assertThat(reader.ids()).isEqualTo(upTo(3, 8));
    }

    @Test
    void readerIsGivenNothingItDidNotAskFor() {
        open(0);
        happen(1, 500);
        assertThat(reader.frames).isEmpty();

        reader.request(1);
        assertThat(reader.ids()).isEqualTo(upTo(1, 32));

        reader.request(1);
        assertThat(reader.ids()).isEqualTo(upTo(1, 64));
    }

    @Test
    void readerThatStopsTakingIsClosedAfterAThousandEventsAndAMissedHeartbeat() {
        open(0);
        happen(1, 1);
        stream.heartbeat(NOW);

        happen(2, LiveStream.BOUND + 2);
        assertThat(reader.isClosed).isFalse();

        stream.heartbeat(NOW.plusSeconds(10));
        assertThat(reader.isClosed).isTrue();
        assertThat(reader.frames).isEmpty();
    }

    @Test
    void readerThatStopsTakingIsKeptWhileLittleHappens() {
        open(0);
        happen(1, 1);

        for (int i = 0; i < 100; i++) {
            stream.heartbeat(NOW.plusSeconds(10L * i));
        }
        happen(2, LiveStream.BOUND + 1);

        assertThat(reader.isClosed).isFalse();
    }

    @Test
    void burstClosesNobody() {
        open(0);
        happen(1, 4_000);

        assertThat(reader.isClosed).isFalse();
        reader.request(Long.MAX_VALUE);
        assertThat(reader.ids()).isEqualTo(upTo(1, 4_000));
    }

    @Test
    void tableThatCannotBeReadEndsTheStreamOnce() {
        tail.committed(events(1, 5_000));
        open(0);

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> reader.request(1));

        assertThat(reader.failure).isInstanceOf(DataAccessException.class);
        happen(5_001, 5_002);
        assertThat(reader.frames).isEmpty();
    }

    @Test
    void readerFarBehindThatGoesOnTakingIsNeverClosed() {
        tail.committed(events(1, 4_000));
        open(0);

        for (int i = 0; i < 125; i++) {
            reader.request(1);
        }

        assertThat(reader.isClosed).isFalse();
        assertThat(reader.ids()).isEqualTo(upTo(1, 4_000));
    }

    @Test
    void takingOnceGivesAnotherThousand() {
        open(0);
        happen(1, 900);
        stream.heartbeat(NOW);
        stream.heartbeat(NOW.plusSeconds(10));
        reader.request(2);
        happen(901, 1_800);
        stream.heartbeat(NOW.plusSeconds(20));
        stream.heartbeat(NOW.plusSeconds(30));
        assertThat(reader.isClosed).isFalse();

        happen(1_801, 3_000);

        assertThat(reader.isClosed).isTrue();
    }

    @Test
    void heartbeatRepeatsTheNumberTheReaderWasTakenPast() {
        tail.committed(events(1, 5));
        open(5);
        reader.request(Long.MAX_VALUE);
        happen(6, 7);

        stream.heartbeat(NOW);

        assertThat(reader.frames.get(1)).startsWith("id: 7\nevent: heartbeat\n");
    }

    @Test
    void readerIsTakenPastWhatItMayNotKnow() {
        open(0);
        reader.request(Long.MAX_VALUE);
        tail.committed(List.of(
                event(1, Label.AMBER), event(2, Label.RED), event(3, null), event(4, Label.RED), event(5, Label.RED)));
        stream.wake();

        stream.heartbeat(NOW);

        assertThat(reader.ids()).containsExactly(1L, 3L);
        assertThat(reader.frames.get(1)).startsWith("id: 5\nevent: heartbeat\n");
    }

    @Test
    void nothingIsSentOfEventsThatAreAllHidden() {
        open(0);
        reader.request(Long.MAX_VALUE);

        tail.committed(List.of(event(1, Label.RED), event(2, Label.RED)));
        stream.wake();

        assertThat(reader.frames).isEmpty();
    }

    @Test
    void heartbeatsOfAReaderThatTakesNothingAreOne() {
        open(0);

        stream.heartbeat(NOW);
        stream.heartbeat(NOW.plusSeconds(10));
        reader.request(2);

        assertThat(reader.frames).hasSize(1);
        assertThat(reader.frames.get(0)).contains("08:00:10");
    }

    @Test
    void numbersNeverGoBackHoweverManyThreadsGive() throws Exception {
        open(0);
        reader.request(Long.MAX_VALUE);
        ExecutorService beats = Executors.newFixedThreadPool(2);

        for (int i = 0; i < 2; i++) {
            beats.execute(() -> LongStream.range(0, 4_000).forEach(beat -> stream.heartbeat(NOW)));
        }
        LongStream.rangeClosed(1, 4_000).forEach(id -> happen(id, id));
        beats.shutdown();

        assertThat(beats.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        stream.wake();
        assertThat(reader.ids()).isEqualTo(upTo(1, 4_000));
        assertThat(reader.allIds()).isSorted();
    }

    private static List<Long> upTo(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    /** Takes only what it asks for. */
    private static final class Taking extends BaseSubscriber<byte[]> {

        private final List<String> frames = new ArrayList<>();
        private volatile boolean isClosed;
        private volatile @Nullable Throwable failure;

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            // Asks when the test says so.
        }

        @Override
        protected void hookOnNext(byte[] frame) {
            frames.add(new String(frame, StandardCharsets.UTF_8));
        }

        @Override
        protected void hookOnError(Throwable thrown) {
            failure = thrown;
        }

        @Override
        protected void hookOnComplete() {
            isClosed = true;
        }

        private List<Long> ids() {
            return numbers(ID);
        }

        private List<Long> allIds() {
            return numbers(ANY_ID);
        }

        private List<Long> numbers(Pattern form) {
            return form.matcher(String.join("", frames))
                    .results()
                    .map((MatchResult id) -> Long.parseLong(id.group(1)))
                    .toList();
        }
    }

    private static Numbered event(long id, @Nullable Label label) {
        return new Numbered(id, EventKind.ALERT, label, "{}");
    }
}
