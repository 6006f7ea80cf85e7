/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.signing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.json.StrictJson;
import org.tocsin.protocol.json.UnreadableJson;
import tools.jackson.databind.JsonNode;

/**
 * The bytes of one signed message, stored and relayed exactly as they are, taken apart but not yet believed. The digest
 * is over the signing input, so it names what was said whatever signature confirms it.
 */
public final class SignedMessage {

    /** The largest compact JWS the exchange carries, in bytes. */
    public static final int MAX_BYTES = 700 * 1024;

    private static final Set<String> HEADER = Set.of("alg", "kid", "typ");
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final byte[] bytes;
    private final JsonNode header;
    private final byte[] payload;
    private final byte[] signature;
    private final int signingInputLength;
    private final Digest digest;

    private SignedMessage(byte[] bytes, String[] parts) throws MalformedJws {
        this.bytes = bytes;
        this.header = header(decoded(parts[0]));
        this.payload = decoded(parts[1]);
        this.signature = decoded(parts[2]);
        this.signingInputLength = parts[0].length() + 1 + parts[1].length();
        this.digest = Digest.sha256(signingInput());
    }

    /** Takes compact JWS bytes apart: three canonical base64url parts and a header of exactly alg, kid and typ. */
    public static SignedMessage parse(byte[] bytes) throws MalformedJws {
        if (bytes.length > MAX_BYTES) {
            throw new MalformedJws("larger than 700 KiB");
        }
        String[] parts = new String(bytes, StandardCharsets.ISO_8859_1).split("\\.", -1);
        if (parts.length != 3) {
            throw new MalformedJws("not three parts");
        }
        return new SignedMessage(bytes, parts);
    }

    private static byte[] decoded(String part) throws MalformedJws {
        try {
            byte[] decoded = DECODER.decode(part);
            // The decoder forgives trailing bits; forgiven bits would let two byte strings pass for one message.
            if (!ENCODER.encodeToString(decoded).equals(part)) {
                throw new MalformedJws("not canonical base64url");
            }
            return decoded;
        } catch (IllegalArgumentException notBase64) {
            throw new MalformedJws("not base64url");
        }
    }

    private static JsonNode header(byte[] json) throws MalformedJws {
        try {
            JsonNode header = StrictJson.parse(json);
            if (!HEADER.equals(Set.copyOf(header.propertyNames()))
                    || !header.values().stream().allMatch(JsonNode::isString)) {
                throw new MalformedJws("header is not alg, kid, typ");
            }
            return header;
        } catch (UnreadableJson malformed) {
            throw new MalformedJws("header is not a JSON object");
        }
    }

    /** The compact JWS; not a copy, and never to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** The payload; not a copy, and never to be changed. */
    public byte[] payload() {
        return payload;
    }

    /** SHA-256 of the signing input. */
    public Digest digest() {
        return digest;
    }

    /** The header's {@code typ}, unverified. */
    public String typ() {
        return header.get("typ").stringValue();
    }

    /** The header's {@code kid}, unverified. */
    public String kid() {
        return header.get("kid").stringValue();
    }

    String alg() {
        return header.get("alg").stringValue();
    }

    byte[] signature() {
        return signature;
    }

    byte[] signingInput() {
        byte[] input = new byte[signingInputLength];
        System.arraycopy(bytes, 0, input, 0, signingInputLength);
        return input;
    }
}
