/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.json.WireJson;
import tools.jackson.databind.JsonNode;

class KevDraftTest {

    private static final KevEntry ENTRY = new KevEntry(
            "CVE-2021-0003",
            "Example Gateway Path Traversal Vulnerability",
            "2024-03-01",
            "Example Gateway lets anyone read files.",
            "Apply updates per vendor instructions.",
            "2024-03-22",
            "Unknown");

    private final KevDraft everyone = new KevDraft("actual", List.of());

    @Test
    void anEntryBecomesAnAlertForEveryone() {
        JsonNode draft = read(everyone.of(ENTRY));

        assertThat(draft.path("status").asString()).isEqualTo("actual");
        assertThat(draft.path("precedence").asString()).isEqualTo("ROUTINE");
        assertThat(draft.path("tlp").asString()).isEqualTo("TLP:CLEAR");
        assertThat(draft.path("audience").toString()).isEqualTo("{\"everyone\":true}");
        assertThat(draft.path("classification").asString()).isEqualTo("vulnerable/vulnerable-system");
        assertThat(draft.path("severity").asString()).isEqualTo("Moderate");
        assertThat(draft.path("vulnerabilities").get(0).asString()).isEqualTo("CVE-2021-0003");
        assertThat(headline(draft)).isEqualTo("CVE-2021-0003 Example Gateway Path Traversal Vulnerability");
        assertThat(draft.path("info").get(0).path("instruction").asString())
                .isEqualTo("Apply updates per vendor instructions. Due date at CISA: 2024-03-22.");
    }

    @Test
    void whatRansomwareUsesIsPriorityAndSevere() {
        JsonNode draft = read(everyone.of(entry("Example", "Known")));

        assertThat(draft.path("precedence").asString()).isEqualTo("PRIORITY");
        assertThat(draft.path("severity").asString()).isEqualTo("Severe");
    }

    @Test
    void namedAddresseesAreAskedToAct() {
        KevDraft named = new KevDraft("exercise", List.of(new Member("uz"), new Member("kg")));

        JsonNode draft = read(named.of(ENTRY));

        assertThat(draft.path("status").asString()).isEqualTo("exercise");
        assertThat(draft.path("audience").toString()).isEqualTo("{\"action\":[\"uz\",\"kg\"]}");
    }

    @Test
    void theSameEntryIsTheSameRequestAndNeverSetsAnExpiry() {
        assertThat(everyone.of(ENTRY)).isEqualTo(everyone.of(ENTRY)).doesNotContain("expires");
        assertThat(KevDraft.idempotencyKey(ENTRY)).isEqualTo("kev-CVE-2021-0003");
    }

    @Test
    void aHeadlineIsCutAndFreedOfInvisibleCharacters() {
        String invisible = "a\u200Bb\tc\u202Ed";

        assertThat(headline(read(everyone.of(entry(invisible, "Unknown"))))).isEqualTo("CVE-2021-0003 ab cd");
        assertThat(headline(read(everyone.of(entry("x".repeat(400), "Unknown")))))
                .hasSize(160)
                .endsWith("x…");
    }

    @Test
    void anEntryWithoutWordsHasOnlyItsHeadline() {
        KevEntry bare = new KevEntry("CVE-2021-0003", "Example", "2024-03-01", null, null, null, null);

        JsonNode info = read(everyone.of(bare)).path("info").get(0);

        assertThat(info.propertyNames()).containsExactly("language", "headline");
    }

    private static KevEntry entry(String name, String ransomware) {
        return new KevEntry("CVE-2021-0003", name, "2024-03-01", null, null, null, ransomware);
    }

    private static String headline(JsonNode draft) {
        return draft.path("info").get(0).path("headline").asString();
    }

    private static JsonNode read(String json) {
        return WireJson.MAPPER.readTree(json);
    }
}
