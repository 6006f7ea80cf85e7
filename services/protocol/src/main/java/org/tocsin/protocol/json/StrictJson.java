/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what strangers post: one JSON object (RFC 8259) in strict UTF-8, no doubled keys, nothing behind it, within
 * limits that are checked while reading. Jackson's own limits are far too wide for a public edge.
 */
public final class StrictJson {

    /** The largest body, in bytes, that {@link #parse} reads. */
    public static final int MAX_BYTES = 256 * 1024;

    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(32)
            .maxTokenCount(20_000)
            .maxStringLength(16 * 1024)
            .maxNameLength(128)
            .maxNumberLength(32)
            .build();

    private static final ObjectReader READER = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(LIMITS).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private StrictJson() {}

    /** Reads one object, or says why not. */
    public static JsonNode parse(byte[] body) throws UnreadableJson {
        if (body.length > MAX_BYTES) {
            throw overLimit();
        }
        JsonNode root = tree(text(body));
        if (!root.isObject()) {
            throw malformed("The body is not a JSON object.");
        }
        checkValues(root);
        return root;
    }

    /**
     * Decodes UTF-8, the only encoding that RFC 8259 section 8.1 allows; Jackson itself guesses UTF-16 and UTF-32 and
     * lets overlong forms pass.
     */
    public static String text(byte[] body) throws UnreadableJson {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw malformed("The body is not UTF-8.");
        }
    }

    private static JsonNode tree(String text) throws UnreadableJson {
        try {
            return READER.readTree(text);
        } catch (StreamConstraintsException overLimit) {
            throw overLimit();
        } catch (JacksonException malformed) {
            throw malformed("The body is not well-formed JSON.");
        }
    }

    private static void checkValues(JsonNode node) throws UnreadableJson {
        if (node.isString() && hasUnstorable(node.stringValue())) {
            throw malformed("A text holds NUL or half a surrogate pair.");
        }
        if (node.isFloat() || node.isDouble()) {
            checkFinite(node);
        }
        for (var field : node.properties()) {
            checkName(field.getKey());
        }
        for (JsonNode child : node) {
            checkValues(child);
        }
    }

    private static void checkName(String name) throws UnreadableJson {
        if (hasUnstorable(name)) {
            throw malformed("A name holds NUL or half a surrogate pair.");
        }
    }

    private static void checkFinite(JsonNode number) throws UnreadableJson {
        if (!Double.isFinite(number.doubleValue())) {
            throw overLimit();
        }
    }

    static boolean hasUnstorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return true;
            }
            if (Character.isHighSurrogate(c) && !isLowSurrogateAt(text, ++i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLowSurrogateAt(String text, int index) {
        return index < text.length() && Character.isLowSurrogate(text.charAt(index));
    }

    private static UnreadableJson malformed(String why) {
        return new UnreadableJson(UnreadableJson.Reason.MALFORMED, why);
    }

    private static UnreadableJson overLimit() {
        return new UnreadableJson(
                UnreadableJson.Reason.OVER_LIMIT,
                "The body is over 256 KiB, nested deeper than 32, holds more than 20000 tokens, a text over 16 KiB, a name over 128"
                        + " characters or a number over 32 digits.");
    }
}
