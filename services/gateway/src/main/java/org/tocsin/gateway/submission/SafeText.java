/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import java.text.Normalizer;

/**
 * Says whether a title could mislead its reader (Unicode TR 36): not normalised, control or bidirectional control
 * characters, invisible characters, or piles of combining marks.
 */
final class SafeText {

    private static final int MOST_MARKS = 4;
    private static final int TAGS_FROM = 0xE0000;
    private static final int TAGS_TO = 0xE007F;

    private SafeText() {}

    static boolean isSafeTitle(String text) {
        return Normalizer.isNormalized(text, Normalizer.Form.NFC)
                && text.codePoints().noneMatch(SafeText::isMisleading)
                && longestPileOfMarks(text) <= MOST_MARKS;
    }

    /** Says whether a longer text holds control characters other than line breaks and tabs. */
    static boolean hasControls(String text) {
        return text.codePoints().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t');
    }

    private static boolean isMisleading(int c) {
        return Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT
                || Character.getType(c) == Character.LINE_SEPARATOR
                || Character.getType(c) == Character.PARAGRAPH_SEPARATOR
                || Character.getType(c) == Character.PRIVATE_USE
                || c == 0x115F
                || c == 0x1160
                || c == 0x3164
                || c == 0xFFA0 // Hangul fillers look like nothing
                || (c >= TAGS_FROM && c <= TAGS_TO);
    }

    private static int longestPileOfMarks(String text) {
        int longest = 0;
        int pile = 0;
        for (int c : text.codePoints().toArray()) {
            pile = isMark(c) ? pile + 1 : 0;
            longest = Math.max(longest, pile);
        }
        return longest;
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }
}
