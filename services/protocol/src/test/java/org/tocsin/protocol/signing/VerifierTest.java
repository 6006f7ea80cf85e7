/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.signing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.MessageType;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.directory.MemberKey;
import org.tocsin.protocol.directory.MemberKind;
import org.tocsin.protocol.directory.MemberStatus;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.AlertBody;
import org.tocsin.protocol.message.MessageCodec;
import org.tocsin.protocol.message.Status;
import org.tocsin.protocol.testing.Examples;

class VerifierTest {

    private static final Instant NOW = Examples.ISSUED;
    private static final Alert ALERT = Examples.alert()
            .to("uz")
            .status(Status.EXERCISE)
            .body(AlertBody.EMPTY)
            .build();
    private static final SignedMessage SIGNED = Examples.signed(ALERT);
    private static final String KID = Examples.key("kz").kid();
    private static final Member KZ = Examples.member("kz");

    @Test
    void genuineMessageTellsItsTypeAndTheOwnerOfItsKey() {
        Verification verification = Verifier.verify(SIGNED, Examples.directory(), NOW);

        assertThat(verification).isEqualTo(new Verification.Genuine(SIGNED, MessageType.ALERT, KZ));
    }

    @ParameterizedTest
    @EnumSource(value = MessageType.class, mode = EnumSource.Mode.EXCLUDE, names = "DIRECTORY")
    void everyTypeIsToldApart(MessageType type) {
        SignedMessage signed = Examples.signer("kz").sign(type, "{\"v\":1}".getBytes(UTF_8));

        assertThat(Verifier.verify(signed, Examples.directory(), NOW))
                .isEqualTo(new Verification.Genuine(signed, type, KZ));
    }

    @Test
    void directoryRecordIsTheRegistrarsByTheAnchorAlone() {
        SignedMessage record = Examples.signed(Examples.entry("uz"));

        assertThat(Verifier.verify(record, Directory.EMPTY.trusting(Examples.anchor()), NOW))
                .isEqualTo(new Verification.Genuine(record, MessageType.DIRECTORY, Member.REGISTRAR));
        assertThat(refusal(record, Examples.directory(), NOW)).isEqualTo(Refusal.UNKNOWN_KEY);
        assertThat(refusal(Examples.signer("uz").sign(Examples.entry("uz")), Examples.directory(), NOW))
                .isEqualTo(Refusal.ORIGIN_MISMATCH);
    }

    @Test
    void flippingAnyBitOfAnyByteIsNeverGenuine() {
        byte[] genuine = SIGNED.bytes();

        for (int bit = 0; bit < genuine.length * 8; bit++) {
            byte[] flipped = genuine.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(judged(flipped))
                    .as("bit %d of byte %d", bit % 8, bit / 8)
                    .isIn(
                            Refusal.MALFORMED_JWS,
                            Refusal.TYPE_MISMATCH,
                            Refusal.NEWER_VERSION,
                            Refusal.UNKNOWN_KEY,
                            Refusal.SIGNATURE_INVALID);
        }
    }

    @Test
    void cuttingOffAnyNumberOfBytesIsNeverGenuine() {
        String genuine = compact();

        for (int length = 0; length < genuine.length(); length++) {
            assertThat(judged(genuine.substring(0, length).getBytes(US_ASCII)))
                    .isIn(Refusal.MALFORMED_JWS, Refusal.SIGNATURE_INVALID);
        }
    }

    @Test
    void exerciseTurnedActualInTransitIsInvalid() {
        String payload = new String(SIGNED.payload(), UTF_8).replace("\"exercise\"", "\"actual\"");

        assertThat(judged(part(0), Base64URL.encode(payload).toString(), part(2)))
                .isEqualTo(Refusal.SIGNATURE_INVALID);
    }

    @Test
    void signatureOfAnotherMessageIsInvalid() {
        String other = new String(Examples.alert().sign().bytes(), US_ASCII).split("\\.")[2];

        assertThat(judged(part(0), part(1), other)).isEqualTo(Refusal.SIGNATURE_INVALID);
    }

    @Test
    void anotherMembersSignatureUnderOnesOwnKidIsInvalid() {
        SignedMessage byUz = Examples.signer("uz").sign(ALERT);
        String signature = new String(byUz.bytes(), US_ASCII).split("\\.")[2];

        assertThat(judged(part(0), part(1), signature)).isEqualTo(Refusal.SIGNATURE_INVALID);
    }

    @Test
    void messageSignedByAnotherMemberTellsThatMemberAsItsAuthor() {
        SignedMessage byUz = Examples.signer("uz").sign(ALERT);

        Verification verification = Verifier.verify(byUz, Examples.directory(), NOW);

        assertThat(verification).isEqualTo(new Verification.Genuine(byUz, MessageType.ALERT, Examples.member("uz")));
        assertThat(ALERT.author()).isNotEqualTo(Examples.member("uz"));
    }

    @Test
    void keyIsSoughtOnlyInItsOwnersRecord() {
        DirectoryEntry thief = record("uz", Examples.memberKey("kz"));

        assertThat(refusal(SIGNED, Directory.EMPTY.with(thief), NOW)).isEqualTo(Refusal.UNKNOWN_KEY);
        assertThat(refusal(SIGNED, Directory.EMPTY.with(thief).with(record("kz")), NOW))
                .isEqualTo(Refusal.UNKNOWN_KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kz",
                "",
                "kz/sign/kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
                "../../etc/passwd",
                "kz/sign/' or 1=1 --",
                "xx/sign/kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
            })
    void kidThatTheDirectoryDoesNotListIsUnknown(String kid) {
        assertThat(judged(header("Ed25519", kid, "tocsin-alert+jws"), part(1), part(2)))
                .isEqualTo(Refusal.UNKNOWN_KEY);
    }

    @Test
    void keyIsJudgedAtTheAppendTime() {
        MemberKey key = Examples.memberKey("kz");
        Instant revokedAt = NOW.plusSeconds(60);
        MemberKey revoked =
                new MemberKey(key.kid(), key.alg(), key.x(), null, key.validFrom(), key.validUntil(), revokedAt, null);
        Directory directory = Directory.EMPTY.with(record("kz", revoked));

        assertThat(refusal(SIGNED, directory, Examples.VALID_FROM.minusMillis(1)))
                .isEqualTo(Refusal.KEY_NOT_VALID);
        assertThat(refusal(SIGNED, directory, Examples.VALID_UNTIL)).isEqualTo(Refusal.KEY_NOT_VALID);
        assertThat(refusal(SIGNED, directory, revokedAt)).isEqualTo(Refusal.KEY_NOT_VALID);
        assertThat(refusal(SIGNED, directory, revokedAt.minusMillis(1))).isNull();
    }

    @Test
    void formerKeyVerifiesWhatItSignedAndTheNewOneToo() {
        SigningKey fresh = SigningKey.generate(KZ);
        MemberKey next = fresh.toMemberKey(NOW, Examples.VALID_UNTIL);
        Directory directory = Directory.EMPTY.with(record("kz", Examples.memberKey("kz"), next));

        assertThat(refusal(SIGNED, directory, NOW)).isNull();
        assertThat(refusal(new Signer(fresh).sign(ALERT), directory, NOW)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "tocsin-answer+jws, SIGNATURE_INVALID",
        "tocsin-receipt+jws, SIGNATURE_INVALID",
        "tocsin-directory+jws, ORIGIN_MISMATCH",
        "tocsin-probe+jws, NEWER_VERSION",
        "TOCSIN-ALERT+JWS, TYPE_MISMATCH",
        "JWT, TYPE_MISMATCH",
        "application/tocsin-alert+jws, TYPE_MISMATCH",
        "'tocsin-alert+jws ', TYPE_MISMATCH",
        "'', TYPE_MISMATCH"
    })
    void swappedTypeIsNeverGenuine(String typ, Refusal refusal) {
        assertThat(judged(header("Ed25519", KID, typ), part(1), part(2))).isEqualTo(refusal);
    }

    @ParameterizedTest
    @CsvSource({
        "none, SIGNATURE_INVALID",
        "HS256, SIGNATURE_INVALID",
        "EdDSA, SIGNATURE_INVALID",
        "ES256, SIGNATURE_INVALID",
        "ed25519, SIGNATURE_INVALID",
        "Ed448, SIGNATURE_INVALID"
    })
    void algorithmIsTheDirectorysNotTheHeaders(String alg, Refusal refusal) throws Exception {
        String header = header(alg, KID, "tocsin-alert+jws");
        byte[] input = (header + "." + part(1)).getBytes(US_ASCII);
        String genuineOverIt = Base64URL.encode(
                        Algorithm.ED25519.sign(Examples.key("kz").privateKey(), input))
                .toString();

        assertThat(judged(header, part(1), genuineOverIt)).isEqualTo(refusal);
        assertThat(judged(header, part(1), "")).isEqualTo(refusal);
    }

    @Test
    void algorithmThatTheDirectoryListsButNobodySpeaksHereIsInvalid() {
        MemberKey key = Examples.memberKey("kz");
        MemberKey other =
                new MemberKey(key.kid(), "ES256", key.x(), null, key.validFrom(), key.validUntil(), null, null);

        assertThat(refusal(SIGNED, Directory.EMPTY.with(record("kz", other)), NOW))
                .isEqualTo(Refusal.SIGNATURE_INVALID);
    }

    @Test
    void emptyOrDerSignatureIsInvalid() {
        byte[] raw = new Base64URL(part(2)).decode();
        byte[] der = new byte[70];
        System.arraycopy(new byte[] {0x30, 0x44, 0x02, 0x20}, 0, der, 0, 4);
        System.arraycopy(raw, 0, der, 4, 32);
        System.arraycopy(new byte[] {0x02, 0x20}, 0, der, 36, 2);
        System.arraycopy(raw, 32, der, 38, 32);

        assertThat(judged(part(0), part(1), "")).isEqualTo(Refusal.SIGNATURE_INVALID);
        assertThat(judged(part(0), part(1), Base64URL.encode(der).toString())).isEqualTo(Refusal.SIGNATURE_INVALID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "7P___________________________________________________38",
                "",
                "not a key"
            })
    void keyUnderWhichAnythingWouldVerifyIsNone(String x) {
        // With the neutral element as key, R = 1 and S = 0 satisfy the equation for every message.
        byte[] forged = new byte[64];
        forged[0] = 1;
        MemberKey weak = new MemberKey(KID, "Ed25519", x, null, Examples.VALID_FROM, Examples.VALID_UNTIL, null, null);
        Directory directory = Directory.EMPTY.with(record("kz", weak));

        assertThat(judged(compactOf(part(0), part(1), Base64URL.encode(forged).toString()), directory))
                .isEqualTo(Refusal.SIGNATURE_INVALID);
    }

    @Test
    void directoryRecordIsGenuineOnlyByTheAnchor() {
        SignedMessage entry = Examples.signed(Examples.entry("uz"));

        assertThat(Verifier.verifyByAnchor(entry, Examples.anchor()))
                .isEqualTo(new Verification.Genuine(entry, MessageType.DIRECTORY, Member.REGISTRAR));
        assertThat(Verifier.verifyByAnchor(entry, Examples.memberKey("uz")))
                .isEqualTo(new Verification.Refused(Refusal.UNKNOWN_KEY));
        assertThat(Verifier.verifyByAnchor(Examples.signer("uz").sign(Examples.entry("uz")), Examples.anchor()))
                .isEqualTo(new Verification.Refused(Refusal.UNKNOWN_KEY));
        assertThat(Verifier.verifyByAnchor(SIGNED, Examples.anchor()))
                .isEqualTo(new Verification.Refused(Refusal.TYPE_MISMATCH));
    }

    @Test
    void recordUnderTheAnchorsKidByAnotherKeyIsInvalid() {
        MemberKey mine = Examples.memberKey("uz");
        MemberKey anchor = new MemberKey(
                Examples.anchor().kid(), mine.alg(), mine.x(), null, mine.validFrom(), mine.validUntil(), null, null);

        assertThat(Verifier.verifyByAnchor(Examples.signed(Examples.entry("uz")), anchor))
                .isEqualTo(new Verification.Refused(Refusal.SIGNATURE_INVALID));
    }

    @Test
    void newerNeighboursFieldsAreKeptInTheBytesAndVerified() throws Exception {
        byte[] newer = new String(MessageCodec.encode(ALERT), UTF_8)
                .replaceFirst("}$", ",\"later\":{\"x\":1}}")
                .getBytes(UTF_8);
        SignedMessage relayed = SignedMessage.parse(
                Examples.signer("kz").sign(MessageType.ALERT, newer).bytes());

        assertThat(refusal(relayed, Examples.directory(), NOW)).isNull();
        assertThat(relayed.payload()).isEqualTo(newer);
        assertThat(MessageCodec.decode(MessageType.ALERT, relayed.payload())).isEqualTo(ALERT);
    }

    @Test
    void verifyingAnAlertTakesLittleTime() throws Exception {
        SignedMessage alert = Examples.alert().to("uz", "kg").info("tj").sign();
        Directory directory = Examples.directory();
        Callable<?> verify = () -> refusal(SignedMessage.parse(alert.bytes()), directory, NOW);
        Callable<?> decode = () -> MessageCodec.decode(MessageType.ALERT, alert.payload());

        long verifying = microsEach(verify);
        long decoding = microsEach(decode);

        assertThat(verify.call()).isNull();
        System.out.printf(
                "%d bytes by %s: parse and verify %d µs, decode %d µs%n",
                alert.bytes().length, Signer.provider(), verifying, decoding);
    }

    private static long microsEach(Callable<?> work) throws Exception {
        for (int i = 0; i < 3_000; i++) {
            work.call();
        }
        long before = System.nanoTime();
        for (int i = 0; i < 2_000; i++) {
            work.call();
        }
        return (System.nanoTime() - before) / 2_000_000;
    }

    private static DirectoryEntry record(String code, MemberKey... keys) {
        return new DirectoryEntry(
                1,
                Examples.member(code),
                1,
                MemberKind.STATE,
                code,
                MemberStatus.ACTIVE,
                List.of(keys),
                Map.of(),
                null,
                null);
    }

    private static String compact() {
        return new String(SIGNED.bytes(), US_ASCII);
    }

    private static String part(int index) {
        return compact().split("\\.")[index];
    }

    private static String header(String alg, String kid, String typ) {
        return Base64URL.encode("{\"kid\":\"" + kid + "\",\"typ\":\"" + typ + "\",\"alg\":\"" + alg + "\"}")
                .toString();
    }

    private static byte[] compactOf(String header, String payload, String signature) {
        return (header + "." + payload + "." + signature).getBytes(ISO_8859_1);
    }

    private static @Nullable Refusal judged(String header, String payload, String signature) {
        return judged(compactOf(header, payload, signature));
    }

    private static @Nullable Refusal judged(byte[] bytes) {
        return judged(bytes, Examples.directory());
    }

    private static @Nullable Refusal judged(byte[] bytes, Directory directory) {
        try {
            return refusal(SignedMessage.parse(bytes), directory, NOW);
        } catch (MalformedJws malformed) {
            return Refusal.MALFORMED_JWS;
        }
    }

    /** Null when genuine. */
    private static @Nullable Refusal refusal(SignedMessage message, Directory directory, Instant appendedAt) {
        return Verifier.verify(message, directory, appendedAt) instanceof Verification.Refused refused
                ? refused.reason()
                : null;
    }
}
