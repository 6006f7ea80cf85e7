/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.feed;

/** What became of posting one entry. {@code detail} is the problem's slug, or what stood in the way. */
record Posted(Outcome outcome, String detail) {

    /** The ways it can end. */
    enum Outcome {
        /** The gateway has it, now or from an earlier run. */
        ACCEPTED,
        /** The gateway does not want it as it is; asking again would not help. */
        REFUSED,
        /** It was asked for as long as is polite, in vain. */
        NOT_NOW,
        /** The token does not open this door: nothing at all can be posted. */
        LOCKED_OUT
    }
}
