/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tocsin.standalone.cli.CannotRun;

class KevCatalogueTest {

    @Test
    void entriesComeInTheOrderTheyWereAdded() throws Exception {
        assertThat(KevCatalogue.read(sample()))
                .extracting(KevEntry::cveID)
                .containsExactly("CVE-2019-0001", "CVE-2021-0002", "CVE-2021-0003");
    }

    @Test
    void whatIsNotTheCatalogueIsRefusedInASentence(@TempDir Path directory) throws Exception {
        for (String text : new String[] {"", "[]", "{}", "{\"vulnerabilities\":[{}]}", "no json"}) {
            Path file = Files.writeString(directory.resolve("some.json"), text);

            assertThatExceptionOfType(CannotRun.class)
                    .as(text)
                    .isThrownBy(() -> KevCatalogue.read(file))
                    .withMessageContaining("some.json");
        }
    }

    private static Path sample() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(KevCatalogueTest.class.getResource("catalogue.json"))
                .toURI());
    }
}
