/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.group;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** The name of a sharing group in drafts and addresses, such as {@code neighbours}; never used again for another. */
public record GroupId(String text) {

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{1,31}");

    /** Refuses what is no id. */
    public GroupId {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not the id of a group");
        }
    }

    /** Says whether the text can be an id. */
    public static boolean isId(String text) {
        return FORM.matcher(text).matches();
    }

    @JsonValue
    @Override
    public String toString() {
        return text;
    }
}
