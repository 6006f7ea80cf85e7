/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.exchange;

import tools.jackson.databind.JsonNode;

/** One event of a live stream; {@code arrivedNanos} is this JVM's monotonic clock. */
public record Event(long id, String name, JsonNode data, long arrivedNanos) {

    /** The alert it is about; empty when it is about none. */
    public String alert() {
        return data.path(name.equals("alert") ? "id" : "alert").asString("");
    }

    /** A field of its data as text; empty when absent. */
    public String text(String field) {
        return data.path(field).asString("");
    }

    /** Says whether it is a notice of that kind about that member; an empty member means one about nobody. */
    public boolean isNotice(String kind, String member) {
        return name.equals("notice")
                && text("kind").equals(kind)
                && text("member").equals(member);
    }
}
