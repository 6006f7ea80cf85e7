/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.signing;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.MessageType;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.directory.MemberKey;
import org.tocsin.protocol.directory.MembershipRequest;

/**
 * Judges signed messages by the keys of a directory. The order of the checks is that of the threat model: shape, typ,
 * key, key's validity at the append time, signature. The algorithm is the one the directory lists for the key, never the
 * header's word (RFC 8725 section 3.1).
 */
public final class Verifier {

    // Keys are public and never change under one kid, so a parsed key may be kept; the bound is a few per member.
    private static final Map<String, PublicKey> PARSED = new ConcurrentHashMap<>();

    private Verifier() {}

    /** Judges a message by the key its author had at the time the broker appended it. */
    public static Verification verify(SignedMessage message, Directory directory, Instant appendedAt) {
        Optional<MessageType> type = MessageType.of(message.typ());
        if (type.isEmpty()) {
            return refused(
                    message.typ().matches("tocsin-[a-z]+\\+jws") ? Refusal.NEWER_VERSION : Refusal.TYPE_MISMATCH);
        }
        if (type.get() == MessageType.DIRECTORY) {
            return verifyByAnchor(message, directory);
        }
        Optional<KeyId> kid = KeyId.parse(message.kid());
        Optional<MemberKey> key = kid.flatMap(id -> directory.entry(id.owner()))
                .flatMap((DirectoryEntry entry) -> entry.key(message.kid()));
        if (key.isEmpty()) {
            return refused(Refusal.UNKNOWN_KEY);
        }
        if (!key.get().isValidAt(appendedAt)) {
            return refused(Refusal.KEY_NOT_VALID);
        }
        return isSigned(message, key.get())
                ? new Verification.Genuine(message, type.get(), kid.get().owner())
                : refused(Refusal.SIGNATURE_INVALID);
    }

    // Its owner check is another: the key's owner is the registrar, whomever the record is about.
    private static Verification verifyByAnchor(SignedMessage message, Directory directory) {
        boolean isRegistrars = KeyId.parse(message.kid())
                .filter(kid -> kid.owner().equals(Member.REGISTRAR))
                .isPresent();
        if (!isRegistrars) {
            return refused(Refusal.ORIGIN_MISMATCH);
        }
        return directory
                .anchor()
                .map(anchor -> verifyByAnchor(message, anchor))
                .orElseGet(() -> refused(Refusal.UNKNOWN_KEY));
    }

    /** Judges a directory record by the registrar's trust anchor. */
    public static Verification verifyByAnchor(SignedMessage message, MemberKey anchor) {
        if (!MessageType.DIRECTORY.typ().equals(message.typ())) {
            return refused(Refusal.TYPE_MISMATCH);
        }
        if (!anchor.kid().equals(message.kid())) {
            return refused(Refusal.UNKNOWN_KEY);
        }
        return isSigned(message, anchor)
                ? new Verification.Genuine(message, MessageType.DIRECTORY, Member.REGISTRAR)
                : refused(Refusal.SIGNATURE_INVALID);
    }

    /** Says whether a request is signed by the very key it asks for: whoever made it holds that key. */
    public static boolean isProven(SignedMessage signed, MembershipRequest request) {
        MemberKey key = request.key();
        boolean isItsOwn = signed.typ().equals(MessageType.REQUEST.typ())
                && signed.kid().equals(key.kid())
                && KeyId.parse(key.kid())
                        .filter(kid -> kid.owner().equals(request.member()) && kid.equals(KeyId.of(key)))
                        .isPresent();
        return isItsOwn && isSigned(signed, key);
    }

    private static boolean isSigned(SignedMessage message, MemberKey key) {
        Optional<Algorithm> algorithm = Algorithm.of(key.alg());
        if (!key.alg().equals(message.alg()) || algorithm.isEmpty()) {
            return false;
        }
        try {
            PublicKey parsed = parsed(algorithm.get(), key);
            return algorithm.get().verifies(parsed, message.signingInput(), message.signature());
        } catch (GeneralSecurityException unusableKey) {
            return false;
        }
    }

    private static PublicKey parsed(Algorithm algorithm, MemberKey key) throws GeneralSecurityException {
        String coordinates = key.alg() + '/' + key.x() + '/' + key.y();
        PublicKey parsed = PARSED.get(coordinates);
        if (parsed == null) {
            parsed = algorithm.publicKey(key);
            PARSED.put(coordinates, parsed);
        }
        return parsed;
    }

    private static Verification refused(Refusal reason) {
        return new Verification.Refused(reason);
    }
}
