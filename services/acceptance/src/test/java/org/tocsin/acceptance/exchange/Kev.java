/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tocsin.protocol.json.WireJson;
import tools.jackson.databind.JsonNode;

/**
 * CISA's Known Exploited Vulnerabilities as drafts: real titles and texts, as members will post them. The catalogue is no
 * part of the checkout; where it is missing, as many made-up entries of its form stand in.
 */
public final class Kev {

    private static final int LONGEST_HEADLINE = 160;
    private static final int STAND_INS = 1_404;
    private static final Path FILE = catalogue();

    private Kev() {}

    /** The catalogue, or what stands in for it. */
    public static Path file() {
        return FILE;
    }

    /** Says whether it is the catalogue itself. */
    public static boolean isReal() {
        return FILE.equals(real());
    }

    private static Path real() {
        return Checkout.data().resolve("cisa-kev.json");
    }

    private static Path catalogue() {
        try {
            return Files.exists(real()) ? real() : standIn();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path standIn() throws IOException {
        Path file = Files.createTempFile("made-up-kev", ".json");
        file.toFile().deleteOnExit();
        List<Map<String, String>> entries =
                IntStream.range(0, STAND_INS).mapToObj(Kev::madeUp).toList();
        return Files.write(file, WireJson.MAPPER.writeValueAsBytes(Map.of("vulnerabilities", entries)));
    }

    // Identifiers of a year that will have none, and a text as long as theirs are.
    private static Map<String, String> madeUp(int number) {
        return Map.of(
                "cveID", "CVE-2999-" + (10_000 + number),
                "vendorProject", "Example",
                "product", "Product " + number,
                "vulnerabilityName", "Example Product " + number + " Made-Up Vulnerability",
                "dateAdded", "2025-08-25",
                "shortDescription", "Example Product " + number + " holds a made-up vulnerability. ".repeat(6),
                "requiredAction", "None: it does not exist.",
                "dueDate", "2025-09-15",
                "knownRansomwareCampaignUse", "Unknown",
                "notes", "Stands in for the real catalogue.");
    }

    /** So many drafts from the newest entries on, their headlines beginning with that tag. */
    public static List<AlertDraft> drafts(String tag, int count) {
        return drafts(tag, 0, count);
    }

    /** So many drafts behind the newest {@code skipped} entries. */
    public static List<AlertDraft> drafts(String tag, int skipped, int count) {
        try {
            return WireJson.MAPPER
                    .readTree(Files.readAllBytes(file()))
                    .path("vulnerabilities")
                    .valueStream()
                    .skip(skipped)
                    .limit(count)
                    .map(entry -> draft(tag, entry))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static AlertDraft draft(String tag, JsonNode entry) {
        String cve = entry.path("cveID").asString();
        String headline = Normalizer.normalize(
                tag + ' ' + cve + ' ' + entry.path("vulnerabilityName").asString(), Normalizer.Form.NFC);
        return AlertDraft.alert()
                .routine()
                .toEveryone()
                .headline(headline.substring(0, Math.min(headline.length(), LONGEST_HEADLINE)))
                .description(entry.path("shortDescription").asString())
                .vulnerability(cve);
    }
}
