/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.feed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tocsin.standalone.cli.CannotRun;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** CISA's catalogue of Known Exploited Vulnerabilities, read from its JSON file. */
final class KevCatalogue {

    // A mapper of its own: the catalogue is larger than anything the exchange itself reads.
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final Comparator<KevEntry> OLDEST_FIRST =
            Comparator.comparing(KevEntry::dateAdded).thenComparing(KevEntry::cveID);

    private KevCatalogue() {}

    private record Form(@Nullable List<KevEntry> vulnerabilities) {}

    /** The entries in the order they were added, the oldest first. */
    static List<KevEntry> read(Path file) throws CannotRun {
        try {
            List<KevEntry> entries =
                    MAPPER.readValue(Files.readAllBytes(file), Form.class).vulnerabilities();
            if (entries == null || !entries.stream().allMatch(KevCatalogue::isUsable)) {
                throw notTheCatalogue(file);
            }
            return entries.stream().sorted(OLDEST_FIRST).toList();
        } catch (NoSuchFileException missing) {
            throw CannotRun.here("There is no file " + file + ".");
        } catch (IOException | JacksonException unreadable) {
            throw notTheCatalogue(file);
        }
    }

    private static boolean isUsable(@Nullable KevEntry entry) {
        return entry != null && entry.cveID() != null && entry.vulnerabilityName() != null && entry.dateAdded() != null;
    }

    private static CannotRun notTheCatalogue(Path file) {
        return CannotRun.here(file + " is not the JSON file of CISA's Known Exploited Vulnerabilities.");
    }
}
