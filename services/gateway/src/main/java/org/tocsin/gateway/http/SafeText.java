/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.http;

import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Set;

/**
 * Says whether a title could mislead its reader (Unicode TR 36): not normalised, control or bidirectional control
 * characters, invisible characters, or piles of combining marks.
 */
public final class SafeText {

    private static final char ZERO_WIDTH_NON_JOINER = '\u200c';
    private static final char ZERO_WIDTH_JOINER = '\u200d';
    private static final Set<Character.UnicodeScript> JOINING = EnumSet.of(
            Character.UnicodeScript.ARABIC,
            Character.UnicodeScript.DEVANAGARI,
            Character.UnicodeScript.BENGALI,
            Character.UnicodeScript.GURMUKHI,
            Character.UnicodeScript.GUJARATI,
            Character.UnicodeScript.TAMIL,
            Character.UnicodeScript.TELUGU,
            Character.UnicodeScript.KANNADA,
            Character.UnicodeScript.MALAYALAM,
            Character.UnicodeScript.SINHALA,
            Character.UnicodeScript.MONGOLIAN);
    private static final int MOST_MARKS = 4;
    private static final int TAGS_FROM = 0xE0000;
    private static final int TAGS_TO = 0xE007F;

    private SafeText() {}

    /** Says whether the text may stand as a title or name. */
    public static boolean isSafeTitle(String text) {
        return Normalizer.isNormalized(text, Normalizer.Form.NFC)
                && withoutJoiners(text).codePoints().noneMatch(SafeText::isMisleading)
                && longestPileOfMarks(text) <= MOST_MARKS;
    }

    /** Says whether a longer text holds control characters other than line breaks and tabs. */
    public static boolean hasControls(String text) {
        return text.codePoints().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t');
    }

    // Persian, Urdu, Hindi and others spell with the two joiners; there they are letters, elsewhere they hide (RFC 5892
    // appendix A.1 and A.2).
    private static String withoutJoiners(String text) {
        StringBuilder rest = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            boolean isSpelling = (text.charAt(i) == ZERO_WIDTH_NON_JOINER || text.charAt(i) == ZERO_WIDTH_JOINER)
                    && i > 0
                    && JOINING.contains(Character.UnicodeScript.of(text.codePointBefore(i)));
            if (!isSpelling) {
                rest.append(text.charAt(i));
            }
        }
        return rest.toString();
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
