/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The PostgreSQL programs of the class path, unpacked once into a directory named after the digest of their archive:
 * what is unpacked there is exactly what this build brings, and an upgrade unpacks beside it.
 */
final class PostgresBinaries {

    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
    private static final Set<PosixFilePermission> PROGRAM = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> DATA = PosixFilePermissions.fromString("rw-r--r--");

    private final Path directory;

    private PostgresBinaries(Path directory) {
        this.directory = directory;
    }

    /**
     * The programs in a directory below {@code area}, unpacked there unless an earlier start did. Several processes may
     * do this at once: each unpacks aside, the first rename wins.
     */
    static PostgresBinaries unpackedIn(Path area) throws IOException {
        requireSupportedPlatform();
        Path directory = area.resolve("postgres-binaries-" + digest().substring(0, 12));
        if (!Files.exists(directory)) {
            unpack(area, directory);
        }
        // In a directory others may write, somebody else could have put programs of their own in this place.
        if (!Files.getOwner(directory).equals(Files.getOwner(Path.of("/proc/self")))) {
            throw new EmbeddedPartException("The PostgreSQL programs in " + directory + " belong to another user.");
        }
        return new PostgresBinaries(directory);
    }

    Path directory() {
        return directory;
    }

    String program(String name) {
        return directory.resolve("bin").resolve(name).toString();
    }

    private static void requireSupportedPlatform() {
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (!platform.equals("Linux amd64") || PostgresBinaries.class.getResource(ARCHIVE) == null) {
            throw new EmbeddedPartException("The embedded PostgreSQL is built for Linux on amd64 only, this is "
                    + platform + "; use a PostgreSQL server of your own here.");
        }
    }

    private static String digest() throws IOException {
        MessageDigest sha256 = sha256();
        try (InputStream archive = new DigestInputStream(archive(), sha256)) {
            archive.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static void unpack(Path area, Path target) throws IOException {
        Path aside = Files.createTempDirectory(area, "postgres-binaries-");
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive())))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                write(entry, tar, aside);
            }
            Files.setPosixFilePermissions(aside, PROGRAM);
            moveUnlessThere(aside, target);
        } finally {
            FileTree.delete(aside);
        }
    }

    /** Modes are set, not left to the umask, because the server may run as another user than this JVM. */
    private static void write(TarArchiveEntry entry, InputStream content, Path root) throws IOException {
        Path path = root.resolve(entry.getName()).normalize();
        if (!path.startsWith(root)) {
            throw new IOException("The archive of PostgreSQL programs holds a path outside itself");
        }
        if (entry.isDirectory()) {
            createReadable(path, root);
            return;
        }
        createReadable(parent(path), root);
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, path);
        Files.setPosixFilePermissions(path, (entry.getMode() & 0b001_000_000) != 0 ? PROGRAM : DATA);
    }

    // Whatever lies below a root has a parent.
    private static Path parent(Path path) {
        return Objects.requireNonNull(path.getParent());
    }

    private static void createReadable(Path directory, Path root) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        createReadable(parent(directory), root);
        Files.createDirectory(directory);
        Files.setPosixFilePermissions(directory, PROGRAM);
    }

    private static void moveUnlessThere(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(to)) {
                throw e;
            }
        }
    }

    private static InputStream archive() throws IOException {
        InputStream archive = PostgresBinaries.class.getResourceAsStream(ARCHIVE);
        if (archive == null) {
            throw new IOException("No " + ARCHIVE + " on the class path");
        }
        return archive;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
