/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

/**
 * A line of an upload: its number, from 1, blank lines counted; and its bytes without the line's end, or none of them when
 * it was over the limit.
 */
record Line(long number, byte[] text, boolean isTooLong) {

    // What a line costs beside its bytes while it is at work.
    private static final int FRAME = 512;

    /** How much memory it stands for, in bytes of text; what is parsed and signed from it is a multiple of that. */
    int weight() {
        return FRAME + text.length;
    }
}
