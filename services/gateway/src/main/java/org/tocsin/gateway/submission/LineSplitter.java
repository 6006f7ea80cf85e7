/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts an upload into lines (newline-delimited JSON: LF, and a CR before it is no part of the line), however its bytes
 * arrive. At most one line of the limit's size is kept: of a longer one only the number is told, at once, and its bytes
 * are skipped up to the next line. Blank lines are counted and not given. For one upload, one thread at a time.
 */
final class LineSplitter {

    private static final byte[] NONE = {};

    private final int limit;
    private byte[] begun = NONE;
    private int length;
    private long number = 1;
    private boolean skipping;

    /** A splitter for lines of at most that many bytes. */
    LineSplitter(int limit) {
        this.limit = limit;
    }

    /** The lines that end within these bytes, and the one that became too long in them. */
    List<Line> take(byte[] bytes) {
        List<Line> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                append(bytes, from, i, lines);
                end(lines);
                from = i + 1;
            }
        }
        append(bytes, from, bytes.length, lines);
        return lines;
    }

    /** The last line, when the upload ended without an end of line. */
    List<Line> rest() {
        List<Line> lines = new ArrayList<>();
        end(lines);
        return lines;
    }

    private void append(byte[] bytes, int from, int to, List<Line> lines) {
        int more = to - from;
        if (skipping || more == 0) {
            return;
        }
        // One byte over the limit may still be the CR of the line's end.
        if (length + more > limit + 1) {
            tooLong(lines);
            return;
        }
        if (length + more > begun.length) {
            begun = Arrays.copyOf(begun, Math.min(limit + 1, Math.max(length + more, 2 * begun.length)));
        }
        System.arraycopy(bytes, from, begun, length, more);
        length += more;
    }

    private void end(List<Line> lines) {
        if (length > 0 && begun[length - 1] == '\r') {
            length--;
        }
        if (length > limit) {
            tooLong(lines);
        } else if (!isBlank()) {
            lines.add(new Line(number, Arrays.copyOf(begun, length), false));
        }
        skipping = false;
        forget();
        number++;
    }

    private void tooLong(List<Line> lines) {
        lines.add(new Line(number, NONE, true));
        skipping = true;
        forget();
    }

    private void forget() {
        begun = NONE;
        length = 0;
    }

    private boolean isBlank() {
        for (int i = 0; i < length; i++) {
            if (begun[i] != ' ' && begun[i] != '\t' && begun[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
