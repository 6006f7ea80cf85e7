/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;

/** The revision a client believes to be current, from {@code If-Match: "3"} (RFC 9110 section 13.1.1). */
public final class IfMatch {

    private static final Pattern FORM = Pattern.compile("\"([1-9]\\d{0,8})\"");

    private IfMatch() {}

    /** Reads the header; refuses when it is missing or not a revision. */
    public static int revision(HttpHeaders headers) {
        String header = headers.getFirst(HttpHeaders.IF_MATCH);
        if (header == null) {
            throw new Refused(ProblemType.PRECONDITION_REQUIRED);
        }
        Matcher form = FORM.matcher(header);
        if (!form.matches()) {
            throw new Refused(ProblemType.INVALID_PARAMETER, "If-Match is not a revision in double quotes.");
        }
        return Integer.parseInt(form.group(1));
    }
}
