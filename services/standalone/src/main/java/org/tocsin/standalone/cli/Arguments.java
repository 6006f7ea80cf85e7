/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The options of one command, written {@code --name=value} or {@code --name value}, each at most once. */
public final class Arguments {

    private static final String PREFIX = "--";

    private final Map<String, String> options;

    private Arguments(Map<String, String> options) {
        this.options = options;
    }

    /** Reads options, refusing any that is not among the known. */
    public static Arguments parse(List<String> words, Set<String> known) throws CannotRun {
        Map<String, String> options = new LinkedHashMap<>();
        Deque<String> rest = new ArrayDeque<>(words);
        while (!rest.isEmpty()) {
            String word = rest.pop();
            int equals = word.indexOf('=');
            String name = checked(equals < 0 ? word : word.substring(0, equals), known);
            String value = equals < 0 ? following(name, rest) : word.substring(equals + 1);
            if (options.put(name, value) != null) {
                throw CannotRun.askedWrongly("The option --" + name + " is given twice.");
            }
        }
        return new Arguments(options);
    }

    /** The value of an option, or the default when it is not given. */
    public String text(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }

    /** The value of an option that must be given. */
    public String required(String name) throws CannotRun {
        String value = options.get(name);
        if (value == null) {
            throw CannotRun.askedWrongly("The option --" + name + " is missing.");
        }
        return value;
    }

    /** A whole number between the bounds, both included. */
    public int number(String name, int otherwise, int least, int most) throws CannotRun {
        String value = text(name, Integer.toString(otherwise));
        int number = value.matches("\\d{1,9}") ? Integer.parseInt(value) : -1;
        if (number < least || number > most) {
            throw CannotRun.askedWrongly("--" + name + " is a number from " + least + " to " + most + ".");
        }
        return number;
    }

    /** A file or directory. */
    public Path path(String name, String otherwise) throws CannotRun {
        try {
            return Path.of(text(name, otherwise));
        } catch (InvalidPathException unusable) {
            throw CannotRun.askedWrongly("--" + name + " is not a path.");
        }
    }

    private static String checked(String word, Set<String> known) throws CannotRun {
        String name = word.startsWith(PREFIX) ? word.substring(PREFIX.length()) : "";
        if (!known.contains(name)) {
            throw CannotRun.askedWrongly("Unknown option " + word + "; --help lists what there is.");
        }
        return name;
    }

    private static String following(String name, Deque<String> rest) throws CannotRun {
        if (rest.isEmpty() || rest.peek().startsWith(PREFIX)) {
            throw CannotRun.askedWrongly("The option --" + name + " needs a value.");
        }
        return rest.pop();
    }
}
