/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The account the PostgreSQL programs run under. PostgreSQL refuses to run as root, so under root it becomes an
 * unprivileged user by {@code setpriv}; any other user runs it as itself.
 *
 * <p>A checkout in root's home cannot be entered by that user. It is then given one capability to get through, the
 * weakest this machine lets us give: {@code CAP_DAC_READ_SEARCH}, or inside a default container, where that one is
 * withheld, {@code CAP_DAC_OVERRIDE}. The secure bit goes with it because PostgreSQL looks for its programs by
 * {@code access(2)}, which otherwise disregards capabilities (capabilities(7), SECBIT_NO_SETUID_FIXUP).
 */
final class ServerAccount {

    /** The customary number of "nobody", which owns nothing else. */
    private static final int UNPRIVILEGED = 65_534;

    private static final List<String> SETPRIV =
            List.of("setpriv", "--reuid=" + UNPRIVILEGED, "--regid=" + UNPRIVILEGED, "--clear-groups");

    private final List<String> prefix;

    private ServerAccount(List<String> prefix) {
        this.prefix = prefix;
    }

    /** The account with the least rights that can enter all of these directories. */
    static ServerAccount ableToEnter(List<Path> directories) throws IOException, InterruptedException {
        if (!isRoot()) {
            return new ServerAccount(List.of());
        }
        requireSetpriv();
        for (List<String> prefix : prefixesByRights()) {
            if (canEnter(prefix, directories)) {
                return new ServerAccount(prefix);
            }
        }
        throw new EmbeddedPartException("PostgreSQL does not run as root, and the unprivileged user " + UNPRIVILEGED
                + " cannot enter " + blocked(directories)
                + "; choose a data directory whose parents all users may enter, or start as another user than root.");
    }

    List<String> command(List<String> command) {
        return Stream.concat(prefix.stream(), command.stream()).toList();
    }

    /** Hands a file or directory to this account. */
    void own(Path path) throws IOException {
        if (prefix.isEmpty()) {
            return;
        }
        Files.setAttribute(path, "unix:uid", UNPRIVILEGED);
        Files.setAttribute(path, "unix:gid", UNPRIVILEGED);
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    private static void requireSetpriv() throws IOException, InterruptedException {
        if (!Programs.areInstalled("setpriv")) {
            throw new EmbeddedPartException("PostgreSQL does not run as root, and the program setpriv (of util-linux)"
                    + " that would start it as another user is not installed; install it or start as another user.");
        }
        if (!canEnter(SETPRIV, List.of())) {
            throw new EmbeddedPartException("PostgreSQL does not run as root, and this process may not start it as"
                    + " another user (it lacks CAP_SETUID and CAP_SETGID); start as another user than root.");
        }
    }

    private static List<List<String>> prefixesByRights() {
        return List.of(SETPRIV, withCapability("dac_read_search"), withCapability("dac_override"));
    }

    private static List<String> withCapability(String capability) {
        List<String> prefix = new ArrayList<>(SETPRIV);
        prefix.add("--inh-caps=+" + capability);
        prefix.add("--ambient-caps=+" + capability);
        prefix.add("--securebits=+no_setuid_fixup");
        return List.copyOf(prefix);
    }

    private static String blocked(List<Path> directories) throws IOException, InterruptedException {
        for (Path directory : directories) {
            for (Path step = directory.getRoot(); step != null; step = nextTowards(directory, step)) {
                if (!canEnter(SETPRIV, List.of(step))) {
                    return step.toString();
                }
            }
        }
        return directories.toString();
    }

    private static @Nullable Path nextTowards(Path target, Path step) {
        return step.equals(target) ? null : target.getRoot().resolve(target.subpath(0, step.getNameCount() + 1));
    }

    /** Asked by trying: modes, access lists, mounts and security modules all have a say. */
    private static boolean canEnter(List<String> prefix, List<Path> directories)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of("sh", "-c", "for d in \"$@\"; do cd \"$d\" || exit 1; done", "sh"));
        directories.forEach(directory -> command.add(directory.toString()));
        return Programs.run(command).succeeded();
    }
}
