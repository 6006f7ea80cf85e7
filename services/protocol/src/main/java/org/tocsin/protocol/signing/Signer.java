/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.signing;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.MessageType;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.directory.MemberKey;
import org.tocsin.protocol.directory.MembershipRequest;
import org.tocsin.protocol.message.Message;
import org.tocsin.protocol.message.MessageCodec;

/**
 * Signs for one member. Thread-safe. A message is signed once; a retry sends the stored bytes. With several keys at hand
 * it signs with the newest that the directory lists as valid now, so a key is replaced without a pause.
 */
public final class Signer {

    private final Member owner;
    private final List<Ready> keys;
    private final @Nullable Listing listing;

    /** Where it is seen which key is valid. */
    private record Listing(Supplier<Directory> directory, InstantSource clock) {}

    /** A key with the headers of what it signs. */
    private record Ready(SigningKey key, String kid, Map<MessageType, String> headers) {}

    /** A signer with that key, whatever the directory says: the registrar's, and a request's. */
    public Signer(SigningKey key) {
        this.owner = key.owner();
        this.keys = List.of(ready(key));
        this.listing = null;
    }

    /** A signer with whichever of the owner's keys is valid by the directory when it signs. */
    public Signer(List<SigningKey> keys, Supplier<Directory> directory, InstantSource clock) {
        this.owner = keys.get(0).owner();
        if (!keys.stream().map(SigningKey::owner).allMatch(owner::equals)) {
            throw new IllegalArgumentException("keys of two owners");
        }
        this.keys = keys.stream().map(Signer::ready).toList();
        this.listing = new Listing(directory, clock);
    }

    /** Who signs. */
    public Member owner() {
        return owner;
    }

    /** The {@code kid} of what it signs now. */
    public String kid() {
        return current().kid();
    }

    /** The names of the cryptographic provider in use, for the start-up log. */
    public static String provider() {
        return Algorithm.ED25519.chosen().name();
    }

    /** The key it signs with now as the directory lists it; empty when none at hand is valid. */
    public Optional<MemberKey> listed() {
        return valid().map(Valid::listed);
    }

    /** Signs a message. */
    public SignedMessage sign(Message message) {
        return sign(message.type(), MessageCodec.encode(message));
    }

    /** Signs a directory record. */
    public SignedMessage sign(DirectoryEntry entry) {
        return sign(MessageType.DIRECTORY, MessageCodec.encode(entry));
    }

    /** Signs a request to the registrar. */
    public SignedMessage sign(MembershipRequest request) {
        return sign(MessageType.REQUEST, MessageCodec.encode(request));
    }

    /** Signs payload bytes as a message of the type; {@link SigningKeyNotValid} when no key at hand may sign now. */
    public SignedMessage sign(MessageType type, byte[] payload) {
        Ready ready = current();
        String input = ready.headers().get(type) + '.' + Base64URL.encode(payload);
        try {
            byte[] signature = ready.key().sign(input.getBytes(StandardCharsets.US_ASCII));
            String compact = input + '.' + Base64URL.encode(signature);
            return SignedMessage.parse(compact.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException unusableKey) {
            throw new SigningKeyNotValid("the key does not sign", unusableKey);
        } catch (MalformedJws tooLarge) {
            throw new IllegalArgumentException("the message is over the size of a signed message", tooLarge);
        }
    }

    private Ready current() {
        return listing == null
                ? keys.get(0)
                : valid().map(Valid::ready)
                        .orElseThrow(() -> new SigningKeyNotValid("the directory lists no key at hand as valid"));
    }

    private record Valid(Ready ready, MemberKey listed) {}

    private Optional<Valid> valid() {
        if (listing == null) {
            return Optional.empty();
        }
        Optional<DirectoryEntry> entry = listing.directory().get().entry(owner);
        Instant now = listing.clock().instant();
        return entry.stream()
                .flatMap(held -> keys.stream().flatMap(ready -> of(ready, held)))
                .filter(valid -> valid.listed().isValidAt(now))
                .max(Comparator.comparing((Valid valid) -> valid.listed().validFrom())
                        .thenComparing(valid -> valid.listed().validUntil()));
    }

    private static Stream<Valid> of(Ready ready, DirectoryEntry entry) {
        return entry.key(ready.kid()).map(listed -> new Valid(ready, listed)).stream();
    }

    private static Ready ready(SigningKey key) {
        Map<MessageType, String> headers = new EnumMap<>(MessageType.class);
        for (MessageType type : MessageType.values()) {
            headers.put(type, header(key, type));
        }
        return new Ready(key, key.kid(), headers);
    }

    private static String header(SigningKey key, MessageType type) {
        return new JWSHeader.Builder(key.algorithm().jws())
                .keyID(key.kid())
                .type(new JOSEObjectType(type.typ()))
                .build()
                .toBase64URL()
                .toString();
    }
}
