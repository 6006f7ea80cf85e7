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
import org.tocsin.protocol.json.WireJson;
import tools.jackson.databind.JsonNode;

/** CISA's Known Exploited Vulnerabilities as drafts: real titles and texts, as members will post them. */
public final class Kev {

    private static final int LONGEST_HEADLINE = 160;

    private Kev() {}

    /** The catalogue; it may be missing, since it is not part of the checkout. */
    public static Path file() {
        return Checkout.data().resolve("cisa-kev.json");
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
