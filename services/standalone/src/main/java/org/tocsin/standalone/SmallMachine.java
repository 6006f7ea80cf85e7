/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tocsin.standalone.cli.CannotRun;

/**
 * Runs the exchange in a child JVM with flags that suit half a dozen services on a small machine (ADR 0012): the quick
 * compiler only and one garbage collector thread start it in half the time. Flags that the user gave are kept and win.
 * The child lives no longer than its parent: when the pipe between them breaks it halts at once, as if it had been
 * killed itself.
 */
final class SmallMachine {

    private static final String CHILD = "tocsin.child";
    private static final int KILLED = 137;

    // What is added, unless the user's own flags already speak of it.
    private static final Map<String, String> FLAGS = Map.of(
            "-XX:TieredStopAtLevel=1", "Tiered",
            "-XX:+UseSerialGC", "GC",
            "-Xmx768m", "-Xmx");

    private SmallMachine() {}

    /** Says whether this JVM is a child already, or has all flags, so that the exchange runs right here. */
    static boolean isHere() {
        return Boolean.getBoolean(CHILD) || missingFlags().isEmpty();
    }

    /** Makes a child end with its parent; does nothing in a JVM that is no child. */
    static void watchParent() {
        if (!Boolean.getBoolean(CHILD)) {
            return;
        }
        Thread watch = new Thread(() -> haltAtEndOf(System.in), "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    /** Runs the same words in a child and returns its exit code. A signal to this process is passed on. */
    static int run(List<String> words) throws CannotRun {
        try {
            Process child = new ProcessBuilder(command(words))
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(child), "stop-child"));
            return child.waitFor();
        } catch (IOException failure) {
            throw CannotRun.here("A second JVM could not be started.", failure);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw CannotRun.here("Stopped while starting.", stopping);
        }
    }

    private static List<String> command(List<String> words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(missingFlags());
        command.addAll(givenFlags());
        command.add("-D" + CHILD + "=true");
        command.addAll(program(System.getProperty("java.class.path")));
        command.addAll(words);
        return command;
    }

    private static List<String> program(String classPath) {
        boolean isOneJar = classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator);
        return isOneJar ? List.of("-jar", classPath) : List.of("-cp", classPath, StandaloneApplication.class.getName());
    }

    private static List<String> missingFlags() {
        return FLAGS.entrySet().stream()
                .filter(flag -> givenFlags().stream().noneMatch(given -> given.contains(flag.getValue())))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static List<String> givenFlags() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments();
    }

    private static void stop(Process child) {
        // By its handle: Process.destroy would also close the pipe, and the child would halt instead of stopping.
        child.toHandle().destroy();
        try {
            child.waitFor();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private static void haltAtEndOf(InputStream parent) {
        try {
            parent.transferTo(OutputStream.nullOutputStream());
        } catch (IOException broken) {
            Runtime.getRuntime().halt(KILLED);
        }
        Runtime.getRuntime().halt(KILLED);
    }
}
