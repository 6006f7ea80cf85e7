/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.exchange;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One service as a process. */
final class Program {

    private static final List<String> SMALL = List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final Path jar;
    private final Path output;
    private final Map<String, String> variables;
    private ChildProcess process;

    Program(Path jar, Path output, Map<String, String> variables) {
        this.jar = jar;
        this.output = output;
        this.variables = variables;
    }

    void start(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(variables);
        all.putAll(more);
        List<String> words = new ArrayList<>(SMALL);
        words.addAll(List.of("-jar", jar.toString()));
        process = ChildProcess.java(output, words, all);
    }

    ChildProcess process() {
        return process;
    }

    Map<String, String> variables() {
        return variables;
    }

    /** The same program with other variables and another file for what it prints. */
    Program like(String name, Map<String, String> others) {
        return new Program(jar, output.resolveSibling(name + ".txt"), others);
    }

    boolean isAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException(output.getFileName() + ": " + process.output());
        }
        return true;
    }

    boolean answers(String group) {
        try {
            return new Http(management(), "").get("/actuator/health/" + group).status() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    URI gateway() {
        return URI.create("http://127.0.0.1:" + variables.get("TOCSIN_PORT"));
    }

    URI management() {
        return URI.create("http://127.0.0.1:" + variables.get("TOCSIN_MANAGEMENT_PORT"));
    }
}
