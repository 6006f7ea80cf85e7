/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.membership;

import java.io.Console;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tocsin.standalone.cli.CannotRun;

/** A public key's RFC 7638 thumbprint as two people compare it by telephone: 64 hexadecimal digits in groups of four. */
record Fingerprint(String text) {

    private static final Pattern THUMBPRINT = Pattern.compile(".*/sign/([A-Za-z0-9_-]{43})");

    static Fingerprint of(String kid) {
        Matcher form = THUMBPRINT.matcher(kid);
        if (!form.matches()) {
            throw new IllegalArgumentException("not a key id");
        }
        byte[] thumbprint = Base64.getUrlDecoder().decode(form.group(1));
        String hex = HexFormat.of().formatHex(thumbprint);
        return new Fingerprint(hex.replaceAll("(.{4})(?!$)", "$1 "));
    }

    /** Goes on only when the one given is this one, or, where none is given, a person at the console says so. */
    void mustBe(@Nullable String given) throws CannotRun {
        if (given != null) {
            mustEqual(given);
            return;
        }
        Console console = System.console();
        if (console == null) {
            throw CannotRun.askedWrongly("Compare the fingerprint by telephone and give it as --fingerprint.");
        }
        String answer = console.readLine("Has the member read out the same by telephone? (yes) ");
        if (!"yes".equals(answer)) {
            throw CannotRun.here("Nothing was signed.");
        }
    }

    private void mustEqual(String given) throws CannotRun {
        if (!plain(given).equals(plain(text))) {
            throw CannotRun.here("The fingerprint is another one: nothing was signed.");
        }
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^0-9a-f]", "");
    }

    @Override
    public String toString() {
        return text;
    }
}
