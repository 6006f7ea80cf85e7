/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.embedded;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryIT {

    @TempDir
    Path data;

    @Test
    void anotherProcessIsRefusedEvenAfterASecondClaimInThisOneWas() throws IOException, InterruptedException {
        try (DataDirectory claimed = DataDirectory.claim(data)) {
            assertThatExceptionOfType(DataDirectoryException.class)
                    .isThrownBy(() -> DataDirectory.claim(claimed.path()));

            KilledJvm.runs(ExpectsRefusal.class, data);
        }
    }

    @Test
    void killedProcessLeavesTheDirectoryFree() throws IOException, InterruptedException {
        KilledJvm.runs(Claims.class, data);

        DataDirectory.claim(data).close();
    }

    static final class ExpectsRefusal {
        public static void main(String[] arguments) {
            assertThatExceptionOfType(DataDirectoryException.class)
                    .isThrownBy(() -> DataDirectory.claim(Path.of(arguments[0])))
                    .withMessageContaining("in use by process " + parent());
            KilledJvm.killThisJvm();
        }

        private static long parent() {
            return ProcessHandle.current().parent().orElseThrow().pid();
        }
    }

    static final class Claims {
        public static void main(String[] arguments) {
            DataDirectory.claim(Path.of(arguments[0]));
            KilledJvm.killThisJvm();
        }
    }
}
