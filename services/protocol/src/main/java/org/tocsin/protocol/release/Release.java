/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.release;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rule's word on one label and one would-be recipient or reader. */
public enum Release {
    /** May travel, or be read. */
    ALLOWED,
    /** The directory has no such member. */
    UNKNOWN_MEMBER,
    /** The member is suspended or has left. */
    MEMBER_NOT_ACTIVE,
    /** The label is stricter than what the member may be sent. */
    ABOVE_CEILING,
    /** A RED alert names its recipients one by one, never everyone. */
    RED_TO_EVERYONE,
    /** A RED alert names its recipients one by one, never a sharing group. */
    RED_TO_GROUP,
    /** The label does not pass this door, whoever stands there. */
    NOT_BY_THIS_DOOR,
    /** RED is for people whose own member has cleared them. */
    NEEDS_RED_CLEARANCE,
    /** AMBER+STRICT stays in the CERT, RED as well. */
    CERT_ONLY,
    /** The label is stricter than what this account or token may see. */
    ABOVE_READER_CEILING;

    /** Says whether the alert may travel or be read. */
    public boolean isAllowed() {
        return this == ALLOWED;
    }

    /** Finds the word that is written so; empty for what is none of the rule's. */
    public static Optional<Release> ofSlug(@Nullable String slug) {
        return Stream.of(values())
                .filter(release -> release.slug().equals(slug))
                .findFirst();
    }

    /** The reason as it is written in problems and notices. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
