/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.cli;

/** Why a command does not run, in one sentence that its user can act on, with the exit code to leave. */
public final class CannotRun extends Exception {

    private static final int HERE = 1;
    private static final int ASKED_WRONGLY = 2;

    private final int exitCode;

    private CannotRun(int exitCode, String sentence, Throwable cause) {
        super(sentence, cause);
        this.exitCode = exitCode;
    }

    private CannotRun(int exitCode, String sentence) {
        super(sentence);
        this.exitCode = exitCode;
    }

    /** The command is right, but something stands in its way here: exit code 1. */
    public static CannotRun here(String sentence) {
        return new CannotRun(HERE, sentence);
    }

    /** The same, with what went wrong underneath for the log. */
    public static CannotRun here(String sentence, Throwable cause) {
        return new CannotRun(HERE, sentence, cause);
    }

    /** The command itself is not one we know: exit code 2. */
    public static CannotRun askedWrongly(String sentence) {
        return new CannotRun(ASKED_WRONGLY, sentence);
    }

    /** What the process leaves with. */
    public int exitCode() {
        return exitCode;
    }
}
