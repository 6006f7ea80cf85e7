/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.access;

import java.time.Duration;
import org.springframework.http.ResponseCookie;

/**
 * The cookie of a session (RFC 6265bis section 4.1.3.2): the prefix binds it to this host and to https. Browsers take it
 * over plain http from loopback, and from nowhere else.
 */
final class SessionCookie {

    static final String NAME = "__Host-tocsin";

    private SessionCookie() {}

    /** Kept until the browser is closed; the gateway ends it before that. */
    static ResponseCookie of(String value) {
        return cookie(value).build();
    }

    /** Takes it away. */
    static ResponseCookie gone() {
        return cookie("").maxAge(Duration.ZERO).build();
    }

    private static ResponseCookie.ResponseCookieBuilder cookie(String value) {
        return ResponseCookie.from(NAME, value)
                .httpOnly(true)
                .secure(true)
                .sameSite("Strict")
                .path("/");
    }
}
