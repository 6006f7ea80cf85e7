/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.signing;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.EnumMap;
import java.util.Map;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.MessageType;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.message.Message;
import org.tocsin.protocol.message.MessageCodec;

/** Signs for one member. Thread-safe. A message is signed once; a retry sends the stored bytes. */
public final class Signer {

    private final Member owner;
    private final String kid;
    private final PrivateKey key;
    private final Map<MessageType, String> headers = new EnumMap<>(MessageType.class);

    /** A signer with the key. */
    public Signer(SigningKey key) {
        this.owner = key.owner();
        this.kid = key.kid();
        this.key = key.privateKey();
        for (MessageType type : MessageType.values()) {
            headers.put(type, header(type));
        }
    }

    /** Who signs. */
    public Member owner() {
        return owner;
    }

    /** The {@code kid} of what it signs. */
    public String kid() {
        return kid;
    }

    /** The name of the cryptographic provider in use, for the start-up log. */
    public static String provider() {
        return Ed25519.provider();
    }

    /** Signs a message. */
    public SignedMessage sign(Message message) {
        return sign(message.type(), MessageCodec.encode(message));
    }

    /** Signs a directory record. */
    public SignedMessage sign(DirectoryEntry entry) {
        return sign(MessageType.DIRECTORY, MessageCodec.encode(entry));
    }

    /** Signs payload bytes as a message of the type. */
    public SignedMessage sign(MessageType type, byte[] payload) {
        String input = headers.get(type) + '.' + Base64URL.encode(payload);
        try {
            byte[] signature = Ed25519.sign(key, input.getBytes(StandardCharsets.US_ASCII));
            String compact = input + '.' + Base64URL.encode(signature);
            return SignedMessage.parse(compact.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException unusable) {
            throw new IllegalStateException("the key " + kid + " does not sign", unusable);
        } catch (MalformedJws tooLarge) {
            throw new IllegalArgumentException("the message is over the size of a signed message", tooLarge);
        }
    }

    private String header(MessageType type) {
        return new JWSHeader.Builder(JWSAlgorithm.Ed25519)
                .keyID(kid)
                .type(new JOSEObjectType(type.typ()))
                .build()
                .toBase64URL()
                .toString();
    }
}
