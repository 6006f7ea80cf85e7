/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.release;

import java.util.Locale;

/** The rule's word on one label and one would-be recipient. */
public enum Release {
    /** May travel. */
    ALLOWED,
    /** The directory has no such member. */
    UNKNOWN_MEMBER,
    /** The member is suspended or has left. */
    MEMBER_NOT_ACTIVE,
    /** The label is stricter than what the member may be sent. */
    ABOVE_CEILING,
    /** A RED alert names its recipients one by one, never everyone. */
    RED_TO_EVERYONE;

    /** Says whether the alert may travel. */
    public boolean isAllowed() {
        return this == ALLOWED;
    }

    /** The reason as it is written in problems and notices. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
