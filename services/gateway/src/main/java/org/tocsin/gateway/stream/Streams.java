/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.access.Caller;
import org.tocsin.gateway.access.Callers;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.transport.DaemonThreads;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/** The open streams: opened for a caller, kept alive, and closed when the caller's token no longer counts. */
@Component
class Streams implements SmartLifecycle {

    private static final int MOST_PER_CALLER = 50;
    private static final int HEARTBEAT_SECONDS = 10;

    private final StreamSource source;
    private final Callers callers;
    private final Clock clock;
    private final Set<Open> open = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> perCaller = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer;
    private final Map<StreamEnd, Counter> closes = new EnumMap<>(StreamEnd.class);
    private volatile boolean running;

    Streams(StreamSource source, Callers callers, Clock clock, MeterRegistry meters) {
        this.source = source;
        this.callers = callers;
        this.clock = clock;
        Gauge.builder("tocsin.stream.clients", open, Set::size)
                .description("Open live streams.")
                .register(meters);
        for (StreamEnd end : StreamEnd.values()) {
            closes.put(end, closes(end, meters));
        }
        this.timer = DaemonThreads.scheduler("streams");
    }

    @Override
    public void start() {
        running = true;
        timer.scheduleAtFixedRate(this::beat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    }

    /** Ends every stream, before the server begins to wait for its last requests. */
    @Override
    public void stop() {
        running = false;
        timer.shutdownNow();
        open.forEach(stream -> stream.live().end(StreamEnd.SHUTDOWN));
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** A stream of frames from behind the cursor; refused when the caller has too many. */
    Flux<byte[]> open(Caller caller, long cursor) {
        return Flux.defer(() -> counted(caller, cursor));
    }

    // Counted when it is listened to, not before: what nobody listens to would never end.
    private Flux<byte[]> counted(Caller caller, long cursor) {
        int mine = perCaller.merge(caller.token(), 1, Integer::sum);
        if (mine > MOST_PER_CALLER) {
            release(caller);
            return Flux.error(new Refused(ProblemType.RATE_LIMITED, "At most 50 streams at once per token."));
        }
        return Flux.<byte[]>create(sink -> begin(caller, cursor, sink), FluxSink.OverflowStrategy.BUFFER)
                .doFinally(end -> release(caller));
    }

    private void begin(Caller caller, long cursor, FluxSink<byte[]> sink) {
        LiveStream stream = new LiveStream(sink, caller.reader(), cursor, source);
        Open opened = new Open(caller, stream);
        Runnable wake = stream::wake;
        open.add(opened);
        source.tail().watch(wake);
        sink.onDispose(() -> {
            stream.close();
            source.tail().unwatch(wake);
            open.remove(opened);
            Objects.requireNonNull(closes.get(stream.end())).increment();
        });
        stream.heartbeat(clock.instant());
        sink.onRequest(more -> stream.wake());
    }

    private void beat() {
        open.forEach(stream -> {
            stream.live().heartbeat(clock.instant());
            callers.again(stream.caller()).hasElement().subscribe(known -> closeUnless(known, stream), unknown -> {});
        });
    }

    // Rights are asked again while the stream is open: a revoked token or an ended session sees nothing further within
    // seconds.
    private static void closeUnless(boolean known, Open stream) {
        if (!known) {
            stream.live().end(StreamEnd.REVOKED);
        }
    }

    private void release(Caller caller) {
        perCaller.computeIfPresent(caller.token(), (token, count) -> count > 1 ? count - 1 : null);
    }

    private static Counter closes(StreamEnd end, MeterRegistry meters) {
        return Counter.builder("tocsin.stream.closes")
                .description("Live streams that ended, by why.")
                .tag("reason", end.token())
                .register(meters);
    }

    private record Open(Caller caller, LiveStream live) {}
}
