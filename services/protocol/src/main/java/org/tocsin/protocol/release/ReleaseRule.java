/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.release;

import org.tocsin.protocol.Label;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.directory.Directory;

/**
 * Decides whether an alert of a label may go to a member (TLP 2.0). Pure: the same word at every place that asks. The
 * label never widens an audience and the audience never loosens a label.
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
}
