/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tocsin.gateway.testing.Gateway;
import org.tocsin.gateway.testing.LiveEvents;
import org.tocsin.gateway.testing.RawHttp;

/** Live streams of one real gateway: every event once, in order, whatever the reader and the link do. */
class StreamIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern ID = Pattern.compile("\nid: (\\d+)\nevent: (\\w+)\n");

    private static Gateway kz;

    @BeforeAll
    static void startGateway() {
        kz = Gateway.start();
    }

    @AfterAll
    static void stopGateway() {
        kz.close();
    }

    /** Events of that many characters each, numbered by another replica. */
    private static void happen(int count, int size) {
        String all = """
                select count(*) from append_events(
                    array(select 'made/' || gen_random_uuid() from generate_series(1, %1$d)),
                    array_fill('notice'::text, array[%1$d]), array_fill(null::text, array[%1$d]),
                    array_fill(null::text, array[%1$d]), array_fill(null::int, array[%1$d]),
                    array_fill(''::text, array[%1$d]), array_fill(null::text, array[%1$d]),
                    array_fill(now(), array[%1$d]),
                    array_fill('{"x":"' || repeat('x', %2$d) || '"}', array[%1$d]), false)
                """;
        kz.change(all.formatted(count, size));
    }

    private static long last() {
        return kz.count("select last from event_counter");
    }

    private static List<Long> upTo(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    private static List<Long> ids(LiveEvents stream) {
        return stream.events().stream().map(LiveEvents.Event::id).toList();
    }

    private static RawHttp open(RawHttp socket, long cursor) {
        return socket.send("GET /v1/stream HTTP/1.1\r\nHost: kz\r\nLast-Event-ID: " + cursor
                + "\r\nAuthorization: Bearer " + kz.token("operator") + "\r\n\r\n");
    }

    private static List<Long> idsIn(String text) {
        // Chunk boundaries of the transfer encoding fall between frames.
        Matcher frames = ID.matcher(text.replaceAll("\r\n[0-9a-f]*(\r\n)*", "\n"));
        List<Long> ids = new ArrayList<>();
        while (frames.find()) {
            if (!frames.group(2).equals("heartbeat")) {
                ids.add(Long.parseLong(frames.group(1)));
            }
        }
        return ids;
    }

    @Test
    void streamBeginsWithAHeartbeatThatCarriesTheHighestId() {
        kz.as("cert").post("/v1/alerts", GatewayIT.DRAFT);

        try (RawHttp socket = kz.raw()) {
            String text = open(socket, last()).readUntil("heartbeat");

            assertThat(text).contains("id: " + last() + "\nevent: heartbeat");
        }
    }

    @Test
    void resumedStreamBeginsWithAHeartbeatThatCarriesItsCursor() {
        happen(3, 10);
        long cursor = last() - 2;

        try (RawHttp socket = kz.raw()) {
            String text = open(socket, cursor).readUntil("\nid: " + last() + "\n");

            assertThat(text.substring(text.indexOf("id: "))).startsWith("id: " + cursor + "\nevent: heartbeat");
        }
    }

    @Test
    void readerFromTheBeginningGetsEverythingInOneGo() {
        happen(6_000, 10);

        try (LiveEvents stream = kz.as("operator").stream("0")) {
            await().atMost(PATIENCE).until(() -> stream.events().size() >= last());
            assertThat(ids(stream)).isEqualTo(upTo(1, last()));
        }
    }

    @Test
    void twoReadersSeeTheSameOrder() {
        long start = last();
        try (LiveEvents one = kz.as("operator").stream(Long.toString(start));
                LiveEvents other = kz.as("officer").stream(Long.toString(start))) {
            for (int i = 0; i < 10; i++) {
                happen(50, 100);
                kz.as("cert").post("/v1/alerts", GatewayIT.DRAFT);
            }

            await().atMost(PATIENCE)
                    .until(() -> one.events().size() == 510 && other.events().size() == 510);
            assertThat(ids(one)).isEqualTo(upTo(start + 1, start + 510)).isEqualTo(ids(other));
            assertThat(one.events()).isEqualTo(other.events());
        }
    }

    @Test
    void readerThatStopsTakingIsClosedAndResumesWithoutAGap() {
        long start = last();
        try (RawHttp slow = open(kz.raw(4_096), start)) {
            await().until(() -> kz.gauge("tocsin.stream.clients") == 1);
            Runtime runtime = Runtime.getRuntime();

            for (int i = 0; i < 20; i++) {
                happen(500, 4_000);
            }

            await().atMost(PATIENCE).until(() -> kz.gauge("tocsin.stream.clients") == 0);
            System.gc();
            System.out.println("E06 heap after a stalled reader and 40 MB of events: "
                    + (runtime.totalMemory() - runtime.freeMemory()) / (1024 * 1024) + " MiB");
            List<Long> taken = idsIn(slow.readUntil("\r\n0\r\n\r\n"));
            assertThat(taken).isNotEmpty().hasSizeLessThan(10_000);
            assertThat(taken).isEqualTo(upTo(start + 1, start + taken.size()));
            long cursor = start + taken.size();
            try (LiveEvents resumed = kz.as("operator").stream(Long.toString(cursor))) {
                await().atMost(PATIENCE).until(() -> resumed.events().size() == last() - cursor);
                assertThat(ids(resumed)).isEqualTo(upTo(cursor + 1, last()));
            }
        }
    }

    @Test
    void fiftyFirstStreamOfATokenIsRefusedUntilOneEnds() {
        List<LiveEvents> fifty = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                fifty.add(kz.as("officer2").stream(null));
            }
            assertThat(fifty).allSatisfy(stream -> assertThat(stream.status()).isEqualTo(200));

            assertThat(kz.as("officer2").get("/v1/stream").problem()).isEqualTo("rate-limited");
            assertThat(kz.as("officer2").get("/v1/stream").headers().firstValue("Retry-After"))
                    .isPresent();
        } finally {
            fifty.forEach(LiveEvents::close);
        }
        await().atMost(PATIENCE).untilAsserted(() -> {
            try (LiveEvents again = kz.as("officer2").stream(null)) {
                assertThat(again.status()).isEqualTo(200);
            }
        });
    }

    @Test
    void clientsThatLeaveBeforeTheirFirstEventTakeNoStreamAlong() {
        for (int i = 0; i < 200; i++) {
            try (RawHttp socket = kz.raw()) {
                socket.send("GET /v1/stream HTTP/1.1\r\nHost: kz\r\nLast-Event-ID: 0\r\nAuthorization: Bearer "
                        + kz.token("officer2") + "\r\n\r\n");
            }
        }

        await().atMost(PATIENCE).untilAsserted(() -> {
            try (LiveEvents again = kz.as("officer2").stream("0")) {
                assertThat(again.status()).isEqualTo(200);
                assertThat(kz.gauge("tocsin.stream.clients")).isEqualTo(1);
            }
        });
    }

    @Test
    void headCountsForNothing() {
        for (int i = 0; i < 51; i++) {
            assertThat(kz.as("cert").method("HEAD", "/v1/stream").status()).isEqualTo(405);
        }

        try (LiveEvents stream = kz.as("cert").stream(null)) {
            assertThat(stream.status()).isEqualTo(200);
        }
    }

    @Test
    void openStreamDoesNotHoldUpAStop() {
        try (LiveEvents stream = kz.as("cert").stream(null)) {
            assertThat(stream.status()).isEqualTo(200);
            Instant stopping = Instant.now();

            kz.stop();

            Duration took = Duration.between(stopping, Instant.now());
            System.out.println("A gateway with an open stream stopped after " + took.toMillis() + " ms");
            assertThat(took).isLessThan(Duration.ofSeconds(15));
        } finally {
            kz.restart();
        }
    }

    @Test
    void streamOfARevokedTokenIsClosedWithinThirtySeconds() {
        try (RawHttp socket = kz.raw()) {
            socket.send("GET /v1/stream HTTP/1.1\r\nHost: kz\r\nAuthorization: Bearer " + kz.token("officer2")
                    + "\r\n\r\n");
            socket.readUntil("heartbeat");
            Instant revoked = Instant.now();

            kz.change("update token set revoked = true where name = 'officer2' returning name");
            socket.readUntil("\r\n0\r\n\r\n");

            Duration took = Duration.between(revoked, Instant.now());
            System.out.println("E08 stream of a revoked token closed after " + took.toMillis() + " ms");
            assertThat(took).isLessThan(PATIENCE);
        } finally {
            kz.change("update token set revoked = false where name = 'officer2' returning name");
        }
    }
}
