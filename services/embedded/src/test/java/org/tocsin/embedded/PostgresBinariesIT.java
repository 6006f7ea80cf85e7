/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresBinariesIT {

    @TempDir
    Path area;

    @Test
    void twoUnpackingAtOnceEndWithOneDirectoryAndNoRemains() throws Exception {
        CompletableFuture<Path> one = CompletableFuture.supplyAsync(this::unpacked);
        CompletableFuture<Path> other = CompletableFuture.supplyAsync(this::unpacked);

        assertThat(one.get()).isEqualTo(other.get());
        try (Stream<Path> entries = Files.list(area)) {
            assertThat(entries).containsExactly(one.get());
        }
    }

    private Path unpacked() {
        try {
            return PostgresBinaries.unpackedIn(area).directory();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
