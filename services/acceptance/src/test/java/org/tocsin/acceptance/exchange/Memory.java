/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a program and everything it has started hold in memory, as the kernel says. */
public record Memory(long programBytes, long offspringBytes, int offspring) {

    private static final long KIB = 1024;
    private static final Pattern RESIDENT = Pattern.compile("^VmRSS:\\s+(\\d+) kB$", Pattern.MULTILINE);
    private static final Pattern PROPORTIONAL = Pattern.compile("^Pss:\\s+(\\d+) kB$", Pattern.MULTILINE);

    /**
     * Resident memory of the program, and the proportional share of its offspring: a page that many server processes
     * share is counted once.
     */
    public static Memory of(ChildProcess process) {
        List<ProcessHandle> family = process.family();
        long offspring = family.stream()
                .skip(1)
                .mapToLong(child -> figure(child, "smaps_rollup", PROPORTIONAL))
                .sum();
        return new Memory(figure(family.get(0), "status", RESIDENT), offspring, family.size() - 1);
    }

    /** All of it. */
    public long bytes() {
        return programBytes + offspringBytes;
    }

    private static long figure(ProcessHandle process, String file, Pattern line) {
        try {
            Matcher found = line.matcher(Files.readString(Path.of("/proc", Long.toString(process.pid()), file)));
            return found.find() ? Long.parseLong(found.group(1)) * KIB : 0;
        } catch (IOException hasEnded) {
            return 0;
        }
    }
}
