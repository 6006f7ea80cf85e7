/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.signing;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tocsin.protocol.Member;

/** A JWS {@code kid}: {@code <member>/sign/<RFC 7638 thumbprint>}. Never reused. */
public record KeyId(Member owner, String thumbprint) {

    private static final Pattern FORM = Pattern.compile("([a-z][a-z0-9-]{1,15})/sign/([A-Za-z0-9_-]{43})");

    static Optional<KeyId> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches() ? Optional.of(new KeyId(new Member(form.group(1)), form.group(2))) : Optional.empty();
    }

    @Override
    public String toString() {
        return owner.code() + "/sign/" + thumbprint;
    }
}
