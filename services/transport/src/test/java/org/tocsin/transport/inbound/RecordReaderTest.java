/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Topics;
import org.tocsin.protocol.json.WireJson;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.DirectoryRecord;
import org.tocsin.protocol.message.Message;
import org.tocsin.protocol.message.MessageCodec;
import org.tocsin.protocol.message.NoticeKind;
import org.tocsin.protocol.signing.Refusal;
import org.tocsin.protocol.signing.SignedMessage;
import org.tocsin.protocol.testing.Examples;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

class RecordReaderTest {

    private static final String OUTBOX = Topics.outbox(Examples.member("kz"), Lane.URGENT);
    private static final String INBOX = Topics.inbox(Examples.member("uz"), Lane.ROUTINE);
    private static final List<String> ODDITIES =
            List.of("null", "true", "-1", "1e400", "99999999999999999999", "\"\"", "\"x\"", "[]", "[null]", "{}");

    private final RecordReader reader = new RecordReader(Examples::directory);

    @Test
    void genuineMessageTellsWhereItWasReadAndInWhichLane() {
        Alert alert = Examples.alert().from("kz").build();

        Inbound read = judge(
                        OUTBOX,
                        RecordReader.keyOf(alert),
                        Examples.signed(alert).bytes())
                .message();

        assertThat(read.message()).isEqualTo(alert);
        assertThat(read.author()).isEqualTo(Examples.member("kz"));
        assertThat(read.lane()).isEqualTo(Lane.URGENT);
        assertThat(read.source()).isEqualTo(new Inbound.Source(OUTBOX, 3, 41, RecordReader.keyOf(alert)));
    }

    @Test
    void inboxRelaysAnyMembersWordAndNoticesOfTheCoordinatorAlone() {
        Alert alert = Examples.alert().from("kz").build();
        Message notice = Examples.late(NoticeKind.REMINDER, "uz", alert, Examples.ISSUED);

        assertThat(judge(INBOX, alert).message()).isNotNull();
        assertThat(judge(INBOX, notice).message()).isNotNull();
        assertThat(judge(OUTBOX, notice).quarantined().reason()).isEqualTo(Refusal.ORIGIN_MISMATCH);
        SignedMessage pretended = Examples.signer("kz").sign(notice);
        assertThat(judge(INBOX, "coordinator", pretended.bytes()).quarantined().reason())
                .isEqualTo(Refusal.ORIGIN_MISMATCH);
    }

    @Test
    void directoryRecordComesThroughTheCentresUrgentOutboxAloneAndFromTheRegistrar() {
        RecordReader trusting = new RecordReader(() -> Examples.directory().trusting(Examples.anchor()));
        String centre = Topics.outbox(Examples.member("centre"), Lane.URGENT);
        SignedMessage record = Examples.signed(Examples.entry("uz"));

        Inbound read = trusting.judge(record(centre, "uz", record.bytes())).message();

        assertThat(read.message()).isEqualTo(new DirectoryRecord(Examples.entry("uz")));
        assertThat(read.author()).isEqualTo(Member.REGISTRAR);
        assertThat(reason(trusting, centre, "kz", record)).isEqualTo(Refusal.RECORD_KEY_MISMATCH);
        assertThat(reason(trusting, OUTBOX, "uz", record)).isEqualTo(Refusal.TYPE_MISMATCH);
        assertThat(reason(trusting, INBOX, "uz", record)).isEqualTo(Refusal.TYPE_MISMATCH);
        assertThat(reason(trusting, centre, "uz", Examples.signer("uz").sign(Examples.entry("uz"))))
                .isEqualTo(Refusal.ORIGIN_MISMATCH);
    }

    private static Refusal reason(RecordReader reader, String topic, String key, SignedMessage message) {
        return reader.judge(record(topic, key, message.bytes())).quarantined().reason();
    }

    @ParameterizedTest
    @MethodSource("oneOfEach")
    void oddlyFilledFieldIsJudgedAndNeverThrown(Message message) {
        for (byte[] payload : oddVariantsOf(MessageCodec.encode(message))) {
            byte[] bytes = Examples.signer(message.author().code())
                    .sign(message.type(), payload)
                    .bytes();

            assertThatCode(() -> judge(INBOX, RecordReader.keyOf(message), bytes))
                    .as(new String(payload, StandardCharsets.UTF_8))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void noiseIsJudgedAndNeverThrown() {
        Random random = new Random(7);
        byte[] genuine = Examples.alert().sign().bytes();
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = Arrays.copyOf(genuine, random.nextInt(genuine.length + 1));
            for (int change = random.nextInt(4); change > 0 && bytes.length > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }

            assertThatCode(() -> judge(OUTBOX, "key", bytes)).doesNotThrowAnyException();
        }
    }

    static Stream<Message> oneOfEach() {
        Alert alert = Examples.alert().from("kz").build();
        return Stream.of(
                alert,
                Examples.answer("uz", alert).build(),
                Examples.receipt("uz", alert).build(),
                Examples.dispatched(alert, Examples.ISSUED),
                Examples.late(NoticeKind.OVERDUE, "uz", alert, Examples.ISSUED));
    }

    private static List<byte[]> oddVariantsOf(byte[] payload) {
        List<byte[]> variants = new ArrayList<>();
        JsonNode whole = WireJson.MAPPER.readTree(payload);
        for (String path : paths(whole, "")) {
            for (String oddity : ODDITIES) {
                variants.add(with(payload, path, oddity));
            }
        }
        return variants;
    }

    private static List<String> paths(JsonNode node, String prefix) {
        List<String> paths = new ArrayList<>();
        if (node.isObject()) {
            node.propertyNames().forEach(name -> {
                paths.add(prefix + "/" + name);
                paths.addAll(paths(node.get(name), prefix + "/" + name));
            });
        } else if (node.isArray() && !node.isEmpty()) {
            paths.addAll(paths(node.get(0), prefix + "/0"));
        }
        return paths;
    }

    private static byte[] with(byte[] payload, String path, String oddity) {
        JsonNode copy = WireJson.MAPPER.readTree(payload);
        int last = path.lastIndexOf('/');
        ObjectNode parent = (ObjectNode) copy.at(path.substring(0, last));
        parent.putRawValue(path.substring(last + 1), new RawValue(oddity));
        return WireJson.MAPPER.writeValueAsBytes(copy);
    }

    private RecordReader.Judged judge(String topic, Message message) {
        return judge(
                topic, RecordReader.keyOf(message), Examples.signed(message).bytes());
    }

    private RecordReader.Judged judge(String topic, String key, byte[] value) {
        return reader.judge(record(topic, key, value));
    }

    private static ConsumerRecord<byte[], byte[]> record(String topic, String key, byte[] value) {
        return new ConsumerRecord<>(
                topic,
                3,
                41,
                1_767_225_600_000L,
                TimestampType.LOG_APPEND_TIME,
                key.length(),
                value.length,
                key.getBytes(StandardCharsets.UTF_8),
                value,
                new RecordHeaders(),
                Optional.empty());
    }
}
