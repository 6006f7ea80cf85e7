/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The common form {@code <member>.<uuid>} of every identity that crosses the exchange; lower case only. */
record OwnedId(Member owner, UUID id) {

    private static final Pattern FORM =
            Pattern.compile("[a-z][a-z0-9-]{1,15}\\.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    static OwnedId of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not an identity <member>.<uuid>"));
    }

    static Optional<OwnedId> parse(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        int dot = text.indexOf('.');
        return Optional.of(new OwnedId(new Member(text.substring(0, dot)), UUID.fromString(text.substring(dot + 1))));
    }
}
