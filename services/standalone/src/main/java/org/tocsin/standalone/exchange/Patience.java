/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.exchange;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.tocsin.embedded.DataDirectory;
import org.tocsin.embedded.DataDirectoryException;

/** Waits a little for a data directory that someone else still holds. */
record Patience(Duration atMost) {

    private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

    /** Claims the directory, or fails as the claim does once the patience is at its end. */
    DataDirectory claim(Path directory) {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            try {
                return DataDirectory.claim(directory);
            } catch (DataDirectoryException held) {
                boolean isWorthWaiting = held.reason() == DataDirectoryException.Reason.IN_USE;
                if (!isWorthWaiting || System.nanoTime() > end) {
                    throw held;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
