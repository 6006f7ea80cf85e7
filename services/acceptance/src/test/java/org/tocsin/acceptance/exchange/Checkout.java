/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The places of the checkout that scenarios use: programs, documents, and room for data and logs. */
public final class Checkout {

    private static final Path ROOT = root();
    private static final Map<Path, Path> COPIES = new ConcurrentHashMap<>();

    private Checkout() {}

    /** A file or directory by its path from the checkout's root. */
    public static Path path(String path) {
        return ROOT.resolve(path);
    }

    /** The text of a file of the checkout. */
    public static String text(String path) {
        try {
            return Files.readString(path(path), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** An example of the documentation as it stands. */
    public static String example(String name) {
        return text("docs/examples/" + name);
    }

    /** The program that the build leaves as this file, by a pattern such as {@code tocsin-gateway-*-app.jar}. */
    private static Path built(String service, String pattern) {
        Path target = path("services/" + service + "/target");
        String regex = pattern.replace(".", "\\.").replace("*", ".*");
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().matches(regex))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("Build " + service + " first: no " + pattern));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A copy of it to run, so that building again meanwhile does not pull the ground from under a running program. */
    static Path program(String service, String pattern) {
        return COPIES.computeIfAbsent(built(service, pattern), Checkout::copied);
    }

    private static Path copied(Path program) {
        try {
            Path copies = Files.createDirectories(path("services/acceptance/target/programs"));
            return Files.copy(program, copies.resolve(program.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Public data sets: the directory that {@code TOCSIN_DATA} names, or one beside the checkout. */
    public static Path data() {
        String named = System.getenv("TOCSIN_DATA");
        return named == null ? path("../shared/data").normalize() : Path.of(named);
    }

    /** An empty directory of that name below {@code target}, made anew. */
    public static Path emptyRoom(String name) {
        Path room = path("services/acceptance/target/exchanges").resolve(name);
        try {
            deleteWithContent(room);
            return Files.createDirectories(room);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void deleteWithContent(Path room) throws IOException {
        if (!Files.exists(room)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(room)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        while (here != null && !Files.isDirectory(here.resolve("services/acceptance"))) {
            here = here.getParent();
        }
        if (here == null) {
            throw new IllegalStateException("Run this inside the checkout");
        }
        return here;
    }
}
