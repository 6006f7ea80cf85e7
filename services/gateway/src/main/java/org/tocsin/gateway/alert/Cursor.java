/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.alert;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a page begins, and as of which event and time the list is walked: alerts that come or are revised meanwhile make
 * no line appear twice and none go missing. Opaque to clients.
 */
record Cursor(long before, long asOf, Instant at) {

    private static final int BYTES = 3 * Long.BYTES;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{32}");
    private static final long LATEST_MILLIS =
            Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    /** The head of the list as it is now. */
    static Cursor first(long lastEvent, Instant now) {
        return new Cursor(lastEvent + 1, lastEvent, now);
    }

    /** The same walk, behind that event. */
    Cursor behind(long event) {
        return new Cursor(event, asOf, at);
    }

    /** Reads what {@link #text} wrote; empty for anything else. */
    static Optional<Cursor> read(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
        long before = bytes.getLong();
        long asOf = bytes.getLong();
        long millis = bytes.getLong();
        boolean isOurs = before >= 1 && before <= asOf && millis >= 0 && millis <= LATEST_MILLIS;
        return isOurs ? Optional.of(new Cursor(before, asOf, Instant.ofEpochMilli(millis))) : Optional.empty();
    }

    /** As clients carry it. */
    String text() {
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .putLong(before)
                .putLong(asOf)
                .putLong(at.toEpochMilli())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
