/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.MessageType;
import org.tocsin.protocol.Precedence;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.directory.DutyContact;
import org.tocsin.protocol.directory.MemberKey;
import org.tocsin.protocol.directory.MemberKind;
import org.tocsin.protocol.directory.MemberStatus;
import org.tocsin.protocol.testing.Examples;

class MessageCodecTest {

    private static final Instant AT = Instant.parse("2026-03-01T08:00:01.007Z");
    private static final Alert ALERT = Examples.alert()
            .from("kz")
            .to("uz", "kg")
            .info("tj")
            .precedence(Precedence.FLASH)
            .build();

    private static final List<Digest> SAID = List.of(Digest.sha256("one"), Digest.sha256("other"));

    static Stream<Message> messages() {
        return Stream.of(
                ALERT,
                Examples.alert().updating(ALERT).pap(null).material(false).build(),
                Examples.alert().cancelling(ALERT).build(),
                Examples.alert().body(AlertBody.EMPTY).build(),
                Examples.answer("uz", ALERT).build(),
                Examples.answer("uz", ALERT)
                        .to("kz", "kg")
                        .outcome(null)
                        .assessment(null)
                        .note(null)
                        .build(),
                Examples.answer("uz", ALERT).note("").build(),
                Examples.receipt("uz", ALERT).build(),
                Examples.receipt("kz", "uz")
                        .displayed(AT.plusSeconds(9))
                        .covering(Examples.answer("uz", ALERT).build())
                        .covering(ALERT)
                        .build(),
                Examples.dispatched(ALERT, AT),
                Notice.dispatched(AT, List.of(withRefusalAndSkew())),
                Notice.steps(AT, List.of(step(Stage.RECEIVED), step(Stage.DISPLAYED), step(Stage.ANSWERED))),
                Notice.refused(AT, new Notice.Refused(null, null, null, null, "malformed-jws")),
                Notice.refused(
                        AT,
                        new Notice.Refused(id(), 2, Examples.member("tj"), Digest.sha256("bytes"), "above-ceiling")),
                Notice.refused(
                        AT,
                        Notice.Refused.byRule(
                                ALERT.header(), Digest.sha256("bytes"), Examples.member("tj"), "above-ceiling")),
                Objection.atOrigin(Examples.member("kz"), stopped(null), AT),
                Objection.atRecipient(Examples.member("uz"), ALERT.header(), stopped(id()), AT),
                Examples.late(NoticeKind.REMINDER, "uz", ALERT, AT),
                Examples.late(NoticeKind.OVERDUE, "uz", ALERT, AT),
                Examples.late(NoticeKind.ESCALATED, "uz", ALERT, AT),
                summary(),
                summary().with(new AuditHead(2, Digest.sha256("two"), Digest.sha256("one"))),
                Reconciliation.held(summary(), AT, List.of(window().listing(SAID, 2))));
    }

    private static Objection.Stopped stopped(@org.jspecify.annotations.Nullable AlertId alert) {
        return new Objection.Stopped(
                "above-ceiling",
                Label.RED,
                alert,
                alert == null ? null : 1,
                Digest.sha256("bytes"),
                Examples.member("tj"));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyMessageReadsBackEqual(Message message) throws Undecodable {
        byte[] payload = MessageCodec.encode(message);

        assertThat(MessageCodec.decode(message.type(), payload)).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void versionIsTheFirstField(Message message) {
        assertThat(text(MessageCodec.encode(message))).startsWith("{\"v\":1,");
    }

    @Test
    void directoryRecordReadsBackEqual() throws Undecodable {
        DirectoryEntry entry = fullEntry();

        byte[] payload = MessageCodec.encode(entry);

        assertThat(text(payload)).startsWith("{\"v\":1,\"member\":\"kz\",\"entry\":4,");
        assertThat(MessageCodec.decodeEntry(payload)).isEqualTo(entry);
    }

    @Test
    void alertIsWrittenFieldByFieldAsTheProtocolSays() {
        Alert alert = Examples.alert()
                .to("uz")
                .precedence(Precedence.FLASH)
                .tlp(Label.AMBER_STRICT)
                .status(Status.EXERCISE)
                .body(AlertBody.EMPTY)
                .build();

        assertThat(text(MessageCodec.encode(alert)))
                .isEqualTo(
                        "{\"v\":1,\"origin\":\"kz\",\"id\":\"" + alert.header().id()
                                + "\",\"revision\":1,\"kind\":\"alert\",\"status\":\"exercise\",\"precedence\":\"FLASH\","
                                + "\"tlp\":\"TLP:AMBER+STRICT\",\"pap\":\"PAP:GREEN\",\"material\":true,"
                                + "\"audience\":[{\"member\":\"uz\",\"kind\":\"action\",\"acknowledgeWithin\":\"PT10M\"}],"
                                + "\"issued\":\"2026-03-01T08:00:00.123Z\",\"expires\":\"2039-12-31T00:00:00.000Z\","
                                + "\"body\":{}}");
    }

    @Test
    void wordsOfTheBodyAreInTheSpellingOfCap() {
        assertThat(text(MessageCodec.encode(ALERT)))
                .contains("\"urgency\":\"Immediate\",\"severity\":\"Severe\",\"certainty\":\"Observed\"");
    }

    @Test
    void directoryRecordHoldsNothingButItsFields() {
        assertThat(text(MessageCodec.encode(Examples.entry("kz")))).doesNotContain("addressable", "Addressable");
    }

    @Test
    void wholeSecondsAreWrittenWithMillisecondsToo() {
        Notice notice = Notice.steps(Instant.parse("2026-03-01T08:00:00Z"), List.of(step(Stage.RECEIVED)));

        assertThat(text(MessageCodec.encode(notice))).contains("\"at\":\"2026-03-01T08:00:00.000Z\"");
    }

    @Test
    void relayReadsTheHeaderWhateverBecameOfTheBody() throws Undecodable {
        String sealed = alertJson().replaceFirst("\"body\":.*}$", "\"sealed\":{\"ciphertext\":\"AAAA\",\"n\":[1,2]}}");
        String otherBody = alertJson().replaceFirst("\"body\":.*}$", "\"body\":\"a text\"}");

        assertThat(sealed).contains("sealed").doesNotContain("\"body\"");
        assertThat(MessageCodec.decodeHeader(bytes(sealed))).isEqualTo(ALERT.header());
        assertThat(MessageCodec.decodeHeader(bytes(otherBody))).isEqualTo(ALERT.header());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void fieldsOfANewerNeighbourAreIgnoredAtEveryLevel(Message message) throws Undecodable {
        String newer = text(MessageCodec.encode(message))
                .replaceAll("}", ",\"later\":{\"deep\":[1,{\"x\":null}],\"v\":2}}")
                .replace("{,", "{");

        assertThat(MessageCodec.decode(message.type(), bytes(newer))).isEqualTo(message);
    }

    @Test
    void fieldsOfANewerDirectoryAreIgnoredAtEveryLevel() throws Undecodable {
        DirectoryEntry entry = Examples.entry("kz");
        String newer = text(MessageCodec.encode(entry)).replaceAll("}", ",\"later\":{\"x\":[true]}}");

        assertThat(MessageCodec.decodeEntry(bytes(newer))).isEqualTo(entry);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "0", "-1", "17"})
    void otherMajorVersionIsParkedHoweverStrangeTheRestIs(String version) {
        byte[] payload = bytes("{\"v\":" + version + ",\"origin\":{\"now\":\"an object\"},\"precedence\":\"ASAP\"}");

        for (MessageType type : List.of(
                MessageType.ALERT,
                MessageType.ANSWER,
                MessageType.RECEIPT,
                MessageType.NOTICE,
                MessageType.RECONCILIATION)) {
            assertThat(refusal(type, payload)).isEqualTo(Undecodable.Reason.UNKNOWN_VERSION);
        }
        assertThatThrownBy(() -> MessageCodec.decodeEntry(payload)).hasMessage("UNKNOWN_VERSION");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "1",
                "\"v\"",
                "{\"v\":\"1\"}",
                "{\"v\":1.0}",
                "{\"v\":null}",
                "{\"v\":true}",
                "{\"v\":99999999999}",
                "{\"origin\":\"kz\",\"v\":1}",
                "{\"v\":[1]}",
                "{\"v\":1",
                "not json",
                "{\"v\":1}x",
                "{\"V\":1}"
            })
    void versionThatIsNotALeadingNumberIsWrong(String payload) {
        assertThat(refusal(MessageType.ALERT, bytes(payload))).isEqualTo(Undecodable.Reason.WRONG_SCHEMA);
    }

    static Stream<Arguments> compulsoryFields() {
        Message answer = Examples.answer("uz", ALERT).build();
        Message receipt = Examples.receipt("uz", ALERT).build();
        Message dispatched = Examples.dispatched(ALERT, AT);
        Message step = Notice.steps(AT, List.of(step(Stage.RECEIVED)));
        Message late = Examples.late(NoticeKind.OVERDUE, "uz", ALERT, AT);
        Message refused = Notice.refused(AT, new Notice.Refused(id(), 1, null, null, "expired"));
        Message held = Reconciliation.held(summary(), AT, List.of(window().listing(SAID, 2)));
        return Stream.of(
                        compulsory(ALERT, "v", "origin", "id", "revision", "kind", "status", "precedence", "tlp"),
                        compulsory(ALERT, "material", "audience", "issued", "expires", "member", "acknowledgeWithin"),
                        compulsory(ALERT, "language", "headline", "type", "value"),
                        compulsory(
                                answer, "v", "member", "id", "alert", "revision", "kind", "by", "audience", "issued"),
                        compulsory(answer, "role", "ref"),
                        compulsory(receipt, "v", "member", "to", "covers", "alert", "revision", "digest", "receivedAt"),
                        compulsory(dispatched, "v", "kind", "at", "alert", "revision", "digest", "status"),
                        compulsory(dispatched, "precedence", "appendedAt", "member"),
                        compulsory(step, "alert", "revision", "member", "stage"),
                        compulsory(late, "alert", "revision", "member", "acknowledgeBy"),
                        compulsory(refused, "reason"),
                        compulsory(held, "v", "member", "to", "kind", "issued", "asked", "windows"),
                        compulsory(held, "since", "until", "count", "sha256"))
                .flatMap(rows -> rows);
    }

    @ParameterizedTest(name = "{1} of {0}")
    @MethodSource("compulsoryFields")
    void missingCompulsoryFieldIsWrong(MessageType type, String field, Message message) {
        String renamed = text(MessageCodec.encode(message)).replaceFirst("\"" + field + "\":", "\"x-" + field + "\":");

        assertThat(refusal(type, bytes(renamed))).isEqualTo(Undecodable.Reason.WRONG_SCHEMA);
    }

    @ParameterizedTest(name = "{1} of {0}")
    @MethodSource("compulsoryFields")
    void nullForACompulsoryFieldIsWrong(MessageType type, String field, Message message) {
        String nulled = text(MessageCodec.encode(message))
                .replaceFirst("\"" + field + "\":", "\"" + field + "\":null,\"x-" + field + "\":");

        assertThat(refusal(type, bytes(nulled))).isEqualTo(Undecodable.Reason.WRONG_SCHEMA);
    }

    static Stream<Arguments> wrongValues() {
        return Stream.of(
                arguments("\"FLASH\"", "\"flash\""),
                arguments("\"FLASH\"", "\"Flash\""),
                arguments("\"FLASH\"", "\" FLASH\""),
                arguments("\"FLASH\"", "\"FLASH \""),
                arguments("\"FLASH\"", "\"FLАSH\""),
                arguments("\"FLASH\"", "\"\""),
                arguments("\"FLASH\"", "\"ASAP\""),
                arguments("\"FLASH\"", "0"),
                arguments("\"FLASH\"", "\"0\""),
                arguments("\"FLASH\"", "{}"),
                arguments("\"FLASH\"", "[\"FLASH\"]"),
                arguments("\"actual\"", "\"ACTUAL\""),
                arguments("\"actual\"", "\"Actual\""),
                arguments("\"actual\"", "0"),
                arguments("\"actual\"", "\"0\""),
                arguments("\"kind\":\"alert\"", "\"kind\":\"ALERT\""),
                arguments("\"kind\":\"alert\"", "\"kind\":0"),
                arguments("\"TLP:AMBER\"", "\"tlp:amber\""),
                arguments("\"TLP:AMBER\"", "\"AMBER\""),
                arguments("\"TLP:AMBER\"", "\"TLP:WHITE\""),
                arguments("\"TLP:AMBER\"", "2"),
                arguments("\"PAP:GREEN\"", "\"GREEN\""),
                arguments("\"Severe\"", "\"SEVERE\""),
                arguments("\"Severe\"", "\"severe\""),
                arguments("\"Severe\"", "1"),
                arguments("\"revision\":1", "\"revision\":0"),
                arguments("\"revision\":1", "\"revision\":-1"),
                arguments("\"revision\":1", "\"revision\":1.0"),
                arguments("\"revision\":1", "\"revision\":1.9"),
                arguments("\"revision\":1", "\"revision\":1e0"),
                arguments("\"revision\":1", "\"revision\":\"1\""),
                arguments("\"revision\":1", "\"revision\":true"),
                arguments("\"revision\":1", "\"revision\":4294967297"),
                arguments("\"revision\":1", "\"revision\":[1]"),
                arguments("\"material\":true", "\"material\":1"),
                arguments("\"material\":true", "\"material\":\"true\""),
                arguments("\"material\":true", "\"material\":\"\""),
                arguments("\"origin\":\"kz\"", "\"origin\":\"KZ\""),
                arguments("\"origin\":\"kz\"", "\"origin\":{\"code\":\"kz\"}"),
                arguments("\"origin\":\"kz\"", "\"origin\":[\"kz\"]"),
                arguments("\"origin\":\"kz\"", "\"origin\":7"),
                arguments("\"origin\":\"kz\"", "\"origin\":\"kz\",\"origin\":\"uz\""),
                arguments("\"origin\":\"kz\"", "\"origin\":\"kz\",\"\\u006frigin\":\"kz\""),
                arguments("\"language\":\"en\"", "\"language\":\"en\",\"language\":\"en\""),
                arguments("\"body\":{", "\"body\":7,\"x\":{"),
                arguments("\"body\":{", "\"body\":[],\"x\":{"),
                arguments("\"body\":{", "\"body\":\"\",\"x\":{"),
                arguments("\"info\":[", "\"info\":[null,"),
                arguments("\"info\":[", "\"info\":{},\"x\":["),
                arguments("\"audience\":[", "\"audience\":[null,"),
                arguments("\"en\"", "true"),
                arguments("\"en\"", "5"),
                arguments("\"en\"", "{}"),
                arguments("\"en\"", "[\"en\"]"),
                arguments("\"en\"", "\"e\\u0000n\""),
                arguments("\"en\"", "\"\\ud800\""),
                arguments("\"en\"", "\"\\udc00\\ud800\""),
                arguments("[\"CVE-2021-44228\"]", "[\"CVE\\u0000\"]"),
                arguments("[\"CVE-2021-44228\"]", "[null]"),
                arguments("[\"CVE-2021-44228\"]", "[7]"),
                arguments("[\"CVE-2021-44228\"]", "\"CVE-2021-44228\""),
                arguments("08:00:00.123Z", "08:00:00.123"),
                arguments("08:00:00.123Z", "08:00:60Z"),
                arguments("08:00:00.123Z", "24:00:01Z"),
                arguments("2026-03-01T", "10000-03-01T"),
                arguments("2026-03-01T", "2026-02-30T"),
                arguments("2026-03-01T", "2026-03-01 "),
                arguments("\"2026-03-01T08:00:00.123Z\"", "1772352000123"),
                arguments("\"2026-03-01T08:00:00.123Z\"", "{}"),
                arguments("\"PT10M\"", "\"10m\""),
                arguments("\"PT10M\"", "600"),
                arguments("\"PT10M\"", "\"\""),
                arguments("\"2026-03-01T08:00:00.123Z\"", "\"9999-12-31T23:59:59-00:01\""),
                arguments("\"2026-03-01T08:00:00.123Z\"", "\"0001-01-01T00:00:00+00:01\""),
                arguments("\"PT10M\"", "\"PT9999999999H\""),
                arguments("\"PT10M\"", "\"-PT10M\""),
                arguments("\"PT10M\"", "\"PT-10M\""),
                arguments(ALERT.header().id().toString(), "1-1-1-1-1"),
                arguments(ALERT.header().id().toString(), ""),
                arguments(ALERT.header().id().toString(), "AZIPPnwAerye7wEjRWeJqw=="),
                arguments(
                        ALERT.header().id().toString(),
                        ALERT.header().id().toString().toUpperCase(Locale.ROOT)));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @MethodSource("wrongValues")
    void valueOfAnotherFormIsWrong(String right, String wrong) {
        String json = alertJson();

        assertThat(json).contains(right);
        assertThat(refusal(MessageType.ALERT, bytes(json.replace(right, wrong))))
                .isEqualTo(Undecodable.Reason.WRONG_SCHEMA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-01T13:00:00.123+05:00", "2026-03-01T08:00:00.123Z", "2026-03-01T08:00:00.123000Z"})
    void timesMayBeWrittenInAnyZoneAndPrecision(String time) throws Undecodable {
        String json = alertJson().replace("2026-03-01T08:00:00.123Z", time);

        assertThat(MessageCodec.decodeHeader(bytes(json))).isEqualTo(ALERT.header());
    }

    @Test
    void receiptCoversAtLeastOneAndAtMostTwoHundredMessages() {
        Receipt.Cover cover = Examples.receipt("uz", ALERT).build().covers().get(0);
        Receipt full = new Receipt(1, Examples.member("uz"), Examples.member("kz"), Collections.nCopies(200, cover));
        String json = text(MessageCodec.encode(full));
        String overfull = json.replaceFirst("\"covers\":\\[", "\"covers\":[" + oneCover(json) + ",");

        assertThat(refusal(MessageType.RECEIPT, bytes(overfull))).isEqualTo(Undecodable.Reason.WRONG_SCHEMA);
        assertThat(refusal(MessageType.RECEIPT, bytes("{\"v\":1,\"member\":\"uz\",\"to\":\"kz\",\"covers\":[]}")))
                .isEqualTo(Undecodable.Reason.WRONG_SCHEMA);
    }

    @Test
    void payloadOfOneKindIsNotReadAsAnother() {
        byte[] receipt = MessageCodec.encode(Examples.receipt("uz", ALERT).build());

        assertThat(refusal(MessageType.ALERT, receipt)).isEqualTo(Undecodable.Reason.WRONG_SCHEMA);
        assertThat(refusal(MessageType.ANSWER, receipt)).isEqualTo(Undecodable.Reason.WRONG_SCHEMA);
        assertThat(refusal(MessageType.NOTICE, receipt)).isEqualTo(Undecodable.Reason.WRONG_SCHEMA);
        assertThat(refusal(MessageType.RECEIPT, MessageCodec.encode(ALERT))).isEqualTo(Undecodable.Reason.WRONG_SCHEMA);
    }

    @Test
    void payloadInAnotherEncodingIsWrong() {
        byte[] overlong = alertJson().replace("\"en\"", "\"\u00c0\u00af\"").getBytes(ISO_8859_1);

        assertThat(refusal(MessageType.ALERT, overlong)).isEqualTo(Undecodable.Reason.WRONG_SCHEMA);
        assertThat(refusal(MessageType.ALERT, alertJson().getBytes(UTF_16BE)))
                .isEqualTo(Undecodable.Reason.WRONG_SCHEMA);
        assertThat(refusal(MessageType.ALERT, bytes("\uFEFF" + alertJson())))
                .isEqualTo(Undecodable.Reason.WRONG_SCHEMA);
    }

    @Test
    void nestingBeyondTheLimitIsWrongEvenInAFieldNobodyReads() {
        String deep = alertJson().replaceFirst("}$", ",\"later\":" + "[".repeat(40) + "]".repeat(40) + "}");

        assertThat(refusal(MessageType.ALERT, bytes(deep))).isEqualTo(Undecodable.Reason.WRONG_SCHEMA);
    }

    @Test
    void refusalNeverRepeatsThePayload() {
        Undecodable refusal = catchThrowableOfType(
                Undecodable.class,
                () -> MessageCodec.decode(MessageType.ALERT, bytes("{\"v\":1,\"origin\":\"secret\"}")));

        assertThat(refusal).hasMessage("WRONG_SCHEMA").hasNoCause();
    }

    private static Stream<Arguments> compulsory(Message message, String... fields) {
        return Stream.of(fields).map(field -> arguments(message.type(), field, message));
    }

    private static DirectoryEntry fullEntry() {
        MemberKey key = Examples.memberKey("kz");
        MemberKey revoked =
                new MemberKey(key.kid(), key.alg(), key.x(), null, key.validFrom(), key.validUntil(), AT, null);
        return new DirectoryEntry(
                1,
                Examples.member("kz"),
                4,
                MemberKind.STATE,
                "CERT of kz",
                MemberStatus.SUSPENDED,
                List.of(key, revoked),
                Map.of(Precedence.FLASH, Duration.ofMinutes(20)),
                Label.AMBER,
                new DutyContact("Duty desk", "+000 1 23", null, "24/7", null));
    }

    private static Notice.Dispatched withRefusalAndSkew() {
        return new Notice.Dispatched(
                id(),
                1,
                Digest.sha256("alert"),
                Status.TEST,
                Precedence.ROUTINE,
                AT,
                Duration.ofSeconds(-601),
                List.of(
                        new Notice.Copy(Examples.member("uz"), RecipientKind.ACTION, AT.plusSeconds(60), null),
                        new Notice.Copy(Examples.member("tj"), RecipientKind.INFO, null, "above-ceiling")),
                "single");
    }

    private static Notice.Step step(Stage stage) {
        return new Notice.Step(id(), 1, Examples.member("uz"), stage, AT);
    }

    private static Window window() {
        return Window.of(AT.minusSeconds(60), AT.minusSeconds(1), SAID);
    }

    private static Reconciliation summary() {
        Window empty = Window.of(AT.minusSeconds(600), AT.minusSeconds(60), List.of());
        return Reconciliation.summary(Examples.member("kz"), Examples.member("uz"), AT, List.of(empty, window()));
    }

    private static AlertId id() {
        return ALERT.header().alert();
    }

    private static String oneCover(String receipt) {
        return receipt.substring(receipt.indexOf("[{") + 1, receipt.indexOf("},{") + 1);
    }

    private static String alertJson() {
        return text(MessageCodec.encode(ALERT));
    }

    private static Undecodable.Reason refusal(MessageType type, byte[] payload) {
        Undecodable refusal = catchThrowableOfType(Undecodable.class, () -> MessageCodec.decode(type, payload));
        assertThat(refusal).as("the refusal of %s", text(payload)).isNotNull();
        return refusal.reason();
    }

    private static String text(byte[] payload) {
        return new String(payload, UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
