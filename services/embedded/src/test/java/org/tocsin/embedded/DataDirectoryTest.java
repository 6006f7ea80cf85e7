/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    Path temporary;

    @Test
    void missingDirectoryIsCreated() {
        Path missing = temporary.resolve("a/b");

        try (DataDirectory directory = DataDirectory.claim(missing)) {
            assertThat(directory.path()).isDirectory().isAbsolute();
        }
    }

    @Test
    void secondClaimIsRefusedInOneSentence() {
        try (DataDirectory first = DataDirectory.claim(temporary)) {
            assertThatExceptionOfType(DataDirectoryException.class)
                    .isThrownBy(() -> DataDirectory.claim(temporary))
                    .withMessageContaining(first.path() + " is in use by this process")
                    .matches(e -> e.reason() == DataDirectoryException.Reason.IN_USE);
        }
    }

    @Test
    void closedClaimLeavesTheDirectoryFree() {
        DataDirectory.claim(temporary).close();

        DataDirectory.claim(temporary).close();
    }

    @Test
    void placeWhereNoDirectoryCanBeIsRefusedInOneSentence() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));

        assertThatExceptionOfType(DataDirectoryException.class)
                .isThrownBy(() -> DataDirectory.claim(file.resolve("data")))
                .withMessageContaining("cannot be written")
                .matches(e -> e.reason() == DataDirectoryException.Reason.NOT_WRITABLE);
    }
}
