/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone;

import java.nio.file.Path;

/**
 * Where the log goes; called before the first logger exists. Boot's own logging is off: each of the many contexts in
 * this process would set it up anew.
 */
final class Logs {

    private Logs() {}

    /** The log of all parts into one bounded file, with warnings on the console too. */
    static void writeTo(Path file) {
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        System.setProperty("tocsin.log", file.toAbsolutePath().toString());
        configureBy("logback-exchange.xml");
    }

    /** Nothing but errors, on the console. */
    static void onlyErrors() {
        configureBy("logback-command.xml");
    }

    private static void configureBy(String file) {
        System.setProperty("logback.configurationFile", "org/tocsin/standalone/" + file);
    }
}
