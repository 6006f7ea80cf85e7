/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tocsin.embedded.testing.RealParts;
import org.tocsin.protocol.testing.Examples;
import org.tocsin.transport.KafkaSettings;
import org.tocsin.transport.testing.Hearing;
import org.tocsin.transport.testing.Store;
import org.tocsin.transport.testing.Voice;

/** Records of a member that means harm: the broker or the listener sets them aside, and what comes behind is heard. */
class RecordAbuseIT {

    private static final int MIB = 1024 * 1024;

    private final Store store = Store.open();
    private final Hearing hearing = new Hearing(store);
    private final Voice voice = Voice.withPartitions(1);

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void recordOfTwentyMegabytesIsRefusedByTheBroker() {
        Map<String, Object> large = Map.of("max.request.size", 64 * MIB, "buffer.memory", 96 * MIB);

        Throwable refused = catchThrowable(() -> puts(large, new ProducerRecord<>(voice.topic(), new byte[20 * MIB])));

        assertThat(refused).hasCauseInstanceOf(RecordTooLargeException.class);
    }

    @Test
    void recordThatGrowsWhenItIsUnpackedIsQuarantinedAndTheNextFlows() throws Exception {
        Map<String, Object> packed =
                Map.of("compression.type", "zstd", "max.request.size", 64 * MIB, "buffer.memory", 96 * MIB);
        puts(packed, new ProducerRecord<>(voice.topic(), new byte[16 * MIB]));
        voice.says("next");

        try (VerifiedListener listener = started()) {
            hears("next");
        }

        assertThat(store.quarantine()).containsExactly("refused malformed-jws");
    }

    @Test
    void thousandHeadersCountForNothing() {
        List<Header> headers = new ArrayList<>();
        IntStream.range(0, 1_000)
                .forEach(i -> headers.add(new RecordHeader("x-" + i, "value".getBytes(StandardCharsets.UTF_8))));
        var alert = voice.alert("headed");
        Voice.puts(
                voice.topic(),
                alert.header().alert().toString(),
                Examples.signed(alert).bytes(),
                headers);
        voice.says("next");

        try (VerifiedListener listener = started()) {
            hears("headed", "next");
        }
    }

    @Test
    void timeTheClientClaimsIsOverwrittenByTheBroker() throws Exception {
        Instant before = Instant.now().minusSeconds(5);

        for (long claimed : new long[] {0, Instant.parse("3000-01-01T00:00:00Z").toEpochMilli()}) {
            byte[] value = {1};
            RecordMetadata put = puts(Map.of(), new ProducerRecord<>(voice.topic(), null, claimed, null, value));

            assertThat(Instant.ofEpochMilli(put.timestamp()))
                    .isBetween(before, Instant.now().plusSeconds(5));
        }
    }

    @Test
    void listenerThatCannotSetPoisonAsideStopsSaysSoAndSkipsNothing() {
        store.run("alter table quarantine rename to quarantine_elsewhere");
        voice.puts("x", new byte[] {1, 2, 3});
        voice.says("next");

        try (VerifiedListener listener = started()) {
            await().atMost(Duration.ofSeconds(20)).until(() -> !listener.isHealthy());
            assertThat(store.heard()).isEmpty();
            assertThat(store.positions()).isZero();

            store.run("alter table quarantine_elsewhere rename to quarantine");
            hears("next");
            assertThat(store.quarantine()).containsExactly("refused malformed-jws");
        }
    }

    private static RecordMetadata puts(Map<String, Object> further, ProducerRecord<byte[], byte[]> record)
            throws ExecutionException, InterruptedException {
        Map<String, Object> settings =
                new HashMap<>(new KafkaSettings("abuse", RealParts.bootstrapServers()).producer());
        settings.putAll(further);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings)) {
            return producer.send(record).get();
        }
    }

    private VerifiedListener started() {
        VerifiedListener listener = voice.listener(store, hearing);
        listener.start();
        return listener;
    }

    private void hears(String... headlines) {
        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(() -> assertThat(store.heard())
                .containsExactly(headlines));
    }
}
