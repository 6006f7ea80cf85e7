/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.message;

import org.tocsin.protocol.MessageType;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.directory.MembershipRequest;
import org.tocsin.protocol.json.StrictJson;
import org.tocsin.protocol.json.UnreadableJson;
import org.tocsin.protocol.json.WireJson;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns messages into the payload bytes that are signed, and verified payloads back into messages. Reading ignores
 * unknown fields of a known major version; the bytes themselves are kept and relayed unchanged by whoever reads.
 */
public final class MessageCodec {

    private MessageCodec() {}

    /** Writes a message's payload, {@code v} first. */
    public static byte[] encode(Message message) {
        if (message instanceof DirectoryRecord directory) {
            return encode(directory.entry());
        }
        return message instanceof Alert alert ? encodeAlert(alert) : WireJson.MAPPER.writeValueAsBytes(message);
    }

    /** Writes a directory record's payload. */
    public static byte[] encode(DirectoryEntry entry) {
        return WireJson.MAPPER.writeValueAsBytes(entry);
    }

    /** Reads a payload whose signature was verified as one of the given type. */
    public static Message decode(MessageType type, byte[] payload) throws Undecodable {
        return switch (type) {
            case ALERT ->
                new Alert(decodeHeader(payload), read(payload, WithBody.class).body());
            case ANSWER -> read(payload, Answer.class);
            case RECEIPT -> read(payload, Receipt.class);
            case NOTICE -> read(payload, Notice.class);
            case RECONCILIATION -> read(payload, Reconciliation.class);
            case OBJECTION -> read(payload, Objection.class);
            case DIRECTORY -> new DirectoryRecord(decodeEntry(payload));
            case REQUEST -> throw new Undecodable(Undecodable.Reason.WRONG_SCHEMA);
        };
    }

    /** Reads an alert as those on the way do: the header only, whatever became of the body. */
    public static AlertHeader decodeHeader(byte[] payload) throws Undecodable {
        return read(payload, AlertHeader.class);
    }

    /** Reads a directory record. */
    public static DirectoryEntry decodeEntry(byte[] payload) throws Undecodable {
        return read(payload, DirectoryEntry.class);
    }

    /** Writes a request to the registrar. */
    public static byte[] encode(MembershipRequest request) {
        return WireJson.MAPPER.writeValueAsBytes(request);
    }

    /** Reads a request to the registrar. */
    public static MembershipRequest decodeRequest(byte[] payload) throws Undecodable {
        return read(payload, MembershipRequest.class);
    }

    private static byte[] encodeAlert(Alert alert) {
        ObjectNode fields = WireJson.MAPPER.valueToTree(alert.header());
        fields.set("body", WireJson.MAPPER.valueToTree(alert.body()));
        return WireJson.MAPPER.writeValueAsBytes(fields);
    }

    private static <T> T read(byte[] payload, Class<T> type) throws Undecodable {
        try {
            String text = StrictJson.text(payload);
            if (version(text) != Message.VERSION) {
                throw new Undecodable(Undecodable.Reason.UNKNOWN_VERSION);
            }
            return WireJson.MAPPER.readValue(text, type);
        } catch (UnreadableJson | JacksonException malformed) {
            throw new Undecodable(Undecodable.Reason.WRONG_SCHEMA);
        }
    }

    private static int version(String payload) throws Undecodable {
        try (JsonParser in = WireJson.MAPPER.createParser(payload)) {
            boolean leads = in.nextToken() == JsonToken.START_OBJECT
                    && "v".equals(in.nextName())
                    && in.nextToken() == JsonToken.VALUE_NUMBER_INT;
            if (!leads) {
                throw new Undecodable(Undecodable.Reason.WRONG_SCHEMA);
            }
            return in.getIntValue();
        }
    }

    private record WithBody(AlertBody body) {
        WithBody {
            body = body == null ? AlertBody.EMPTY : body;
        }
    }
}
