/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.release;

import java.util.Arrays;
import java.util.List;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.directory.Directory;

/**
 * Decides whether an alert of a label may go to a member, and whether a reader there may read it (TLP 2.0). Pure: the
 * same word at every place that asks. The label never widens an audience and the audience never loosens a label.
 *
 * <p>The reading of TLP 2.0 for states: the recipients of RED are people, the organisation is the national CERT, its
 * clients are its constituents, the community is whoever has an account at an addressed member.
 */
public final class ReleaseRule {

    private ReleaseRule() {}

    /** Decides about a recipient that the alert names. */
    public static Release decide(Label label, Member recipient, Directory directory) {
        return directory
                .entry(recipient)
                .map(entry -> {
                    if (!entry.isAddressable()) {
                        return Release.MEMBER_NOT_ACTIVE;
                    }
                    return entry.isAboveCeiling(label) ? Release.ABOVE_CEILING : Release.ALLOWED;
                })
                .orElse(Release.UNKNOWN_MEMBER);
    }

    /** Decides about a recipient that is reached only by addressing everyone. */
    public static Release decideForEveryone(Label label, Member recipient, Directory directory) {
        return label == Label.RED ? Release.RED_TO_EVERYONE : decide(label, recipient, directory);
    }

    /** Decides about a recipient that is reached only as one of a sharing group. */
    public static Release decideForGroup(Label label, Member recipient, Directory directory) {
        return label == Label.RED ? Release.RED_TO_GROUP : decide(label, recipient, directory);
    }

    /** Decides about a reader of a member that holds the alert, at a door. */
    public static Release read(Label label, Door door, Reader reader) {
        if (!passes(label, door)) {
            return Release.NOT_BY_THIS_DOOR;
        }
        if (reader.isAbove(label)) {
            return Release.ABOVE_READER_CEILING;
        }
        if (label == Label.RED && !reader.red()) {
            return Release.NEEDS_RED_CLEARANCE;
        }
        boolean isForCert = label.isStricterThan(Label.AMBER);
        return isForCert && reader.standing() != Reader.Standing.CERT ? Release.CERT_ONLY : Release.ALLOWED;
    }

    /** The labels that a reader may read at a door, strictest first: what a query asks for. Never anything else. */
    public static List<Label> readable(Door door, Reader reader) {
        return Arrays.stream(Label.values())
                .filter(label -> read(label, door, reader).isAllowed())
                .toList();
    }

    private static boolean passes(Label label, Door door) {
        return switch (door) {
            case API, STREAM -> true;
            case EXPORT, PUSH -> label != Label.RED;
            case PUBLIC -> label == Label.CLEAR;
        };
    }
}
