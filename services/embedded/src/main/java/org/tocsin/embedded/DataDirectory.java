/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The exclusive claim on a directory of data. The claim is a lock on the file {@code .lock} in it, so it ends with
 * {@link #close} or with this JVM, however that ends, and never has to be cleaned up by hand.
 */
public final class DataDirectory implements AutoCloseable {

    /**
     * Directories claimed by this JVM. POSIX drops all locks a process holds on a file as soon as the process closes
     * any descriptor of that file, so a second claim inside one JVM must be refused before it opens the file.
     */
    private static final Set<Path> CLAIMED_HERE = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;

    private DataDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Creates the directory where it is missing and claims it.
     *
     * @throws DataDirectoryException when it is in use or not writable
     */
    public static DataDirectory claim(Path directory) {
        Path path = created(directory);
        if (!CLAIMED_HERE.add(path)) {
            throw inUse(path, "this process");
        }
        try {
            return new DataDirectory(path, lock(path));
        } catch (DataDirectoryException refused) {
            CLAIMED_HERE.remove(path);
            throw refused;
        }
    }

    /** The directory, absolute and with symbolic links resolved. */
    public Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw notWritable(path, e);
        } finally {
            CLAIMED_HERE.remove(path);
        }
    }

    private static Path created(Path directory) {
        try {
            return Files.createDirectories(directory).toRealPath();
        } catch (IOException e) {
            throw notWritable(directory.toAbsolutePath(), e);
        }
    }

    private static FileChannel lock(Path path) {
        try {
            FileChannel channel = FileChannel.open(
                    path.resolve(".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            return lock(path, channel);
        } catch (IOException e) {
            throw notWritable(path, e);
        }
    }

    private static FileChannel lock(Path path, FileChannel channel) throws IOException {
        @Nullable FileLock lock = channel.tryLock();
        if (lock == null) {
            String holder = "process " + StandardCharsets.US_ASCII.decode(content(channel));
            channel.close();
            throw inUse(path, holder);
        }
        byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
        channel.truncate(0).write(ByteBuffer.wrap(pid), 0);
        return channel;
    }

    private static ByteBuffer content(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(20);
        channel.read(content, 0);
        return content.flip();
    }

    private static DataDirectoryException inUse(Path path, String holder) {
        return new DataDirectoryException(
                DataDirectoryException.Reason.IN_USE,
                "The data directory " + path + " is in use by " + holder
                        + "; stop that one or choose another directory.");
    }

    private static DataDirectoryException notWritable(Path path, IOException cause) {
        return new DataDirectoryException(
                DataDirectoryException.Reason.NOT_WRITABLE,
                "The data directory " + path + " cannot be written ("
                        + cause.getClass().getSimpleName() + ": " + cause.getMessage() + "); choose another directory.",
                cause);
    }
}
