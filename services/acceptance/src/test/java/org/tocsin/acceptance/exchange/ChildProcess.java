/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A program started by a scenario, its output kept in a file. It and what it has started end with this JVM at the
 * latest; nothing else is ever ended.
 */
public final class ChildProcess {

    private static final Duration GRACE = Duration.ofSeconds(15);
    private static final Set<ChildProcess> STARTED = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ChildProcess::endAll, "end-children"));
    }

    private final Process process;
    private final Path output;
    private final Set<ProcessHandle> offspring = ConcurrentHashMap.newKeySet();

    private ChildProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Runs a Java program with these JVM options and arguments; variables of Tocsin's come from the map only. */
    static ChildProcess java(Path output, List<String> words, Map<String, String> variables) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(words);
        return start(output, command, variables);
    }

    /** Runs a program. */
    public static ChildProcess start(Path output, List<String> command, Map<String, String> variables) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(output.getParent().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .redirectInput(new File("/dev/null"));
        builder.environment().keySet().removeIf(name -> name.startsWith("TOCSIN_") || name.equals("JAVA_TOOL_OPTIONS"));
        builder.environment().putAll(variables);
        try {
            ChildProcess child = new ChildProcess(builder.start(), output);
            STARTED.add(child);
            return child;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Says whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** It and all it has started. */
    public List<ProcessHandle> family() {
        List<ProcessHandle> family = new ArrayList<>(List.of(process.toHandle()));
        process.descendants().forEach(family::add);
        return family;
    }

    /** Everything it has printed so far. */
    public String output() {
        try {
            return Files.readString(output, UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Waits until it has ended by itself and returns its exit code. */
    public int exitCode() {
        Patience.await("the end of " + output.getFileName()).until(() -> !process.isAlive());
        return process.exitValue();
    }

    /** SIGKILL to it alone; what it has started is left an orphan. */
    public void kill() {
        remember(process.descendants().toList());
        process.destroyForcibly();
        waitFor(process.toHandle());
    }

    /** Sends a signal to a process that scenarios have started. */
    static void signal(String name, ProcessHandle process) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** SIGKILL to it and to everything it has started. */
    public void killWithOffspring() {
        List<ProcessHandle> family = family();
        remember(family.subList(1, family.size()));
        family.forEach(ProcessHandle::destroyForcibly);
        family.forEach(ChildProcess::waitFor);
    }

    /** Asks it to end, as Ctrl-C does, and sees to it that it and its offspring have ended. */
    public void end() {
        remember(process.descendants().toList());
        process.destroy();
        waitFor(process.toHandle());
        process.destroyForcibly();
        offspring.forEach(ProcessHandle::destroyForcibly);
        STARTED.remove(this);
    }

    // All are asked first, so that they end at the same time.
    private static void endAll() {
        STARTED.forEach(child -> child.remember(child.process.descendants().toList()));
        STARTED.forEach(child -> child.process.destroy());
        STARTED.forEach(ChildProcess::end);
    }

    private void remember(Collection<ProcessHandle> descendants) {
        offspring.addAll(descendants);
    }

    private static void waitFor(ProcessHandle process) {
        try {
            process.onExit().get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException stubborn) {
            process.destroyForcibly();
        }
    }
}
