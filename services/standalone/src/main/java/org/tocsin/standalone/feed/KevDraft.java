/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.feed;

import java.text.Normalizer;
import java.util.List;
import java.util.stream.Stream;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.json.WireJson;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns entries into drafts of alerts. The same entry always gives the same bytes, and never a time of expiry: a repeat
 * with the same idempotency key must be the same request, and what was exploited years ago is news to this exchange now.
 */
record KevDraft(String status, List<Member> addressees) {

    private static final int LONGEST_HEADLINE = 160;
    private static final int LONGEST_TEXT = 8_000;
    private static final String CUT = "…";

    /** To everyone where no addressees are given. */
    KevDraft {
        addressees = List.copyOf(addressees);
    }

    /** The key under which the entry is posted, once however often the feed runs. */
    static String idempotencyKey(KevEntry entry) {
        return "kev-" + entry.cveID();
    }

    /** The draft as JSON. */
    String of(KevEntry entry) {
        ObjectNode draft = WireJson.MAPPER.createObjectNode();
        draft.put("status", status);
        draft.put("precedence", entry.isUsedByRansomware() ? "PRIORITY" : "ROUTINE");
        draft.put("tlp", "TLP:CLEAR");
        addAudience(draft.putObject("audience"));
        addInfo(draft.putArray("info").addObject(), entry);
        draft.put("classification", "vulnerable/vulnerable-system");
        draft.put("urgency", "Expected");
        draft.put("severity", entry.isUsedByRansomware() ? "Severe" : "Moderate");
        draft.put("certainty", "Observed");
        draft.putArray("vulnerabilities").add(entry.cveID());
        return WireJson.MAPPER.writeValueAsString(draft);
    }

    private void addAudience(ObjectNode audience) {
        if (addressees.isEmpty()) {
            audience.put("everyone", true);
            return;
        }
        addressees.forEach(member -> audience.withArray("action").add(member.code()));
    }

    private static void addInfo(ObjectNode info, KevEntry entry) {
        info.put("language", "en");
        info.put("headline", text(entry.cveID() + " " + entry.vulnerabilityName(), LONGEST_HEADLINE));
        if (entry.shortDescription() != null) {
            info.put("description", text(entry.shortDescription(), LONGEST_TEXT));
        }
        String instruction = instruction(entry);
        if (!instruction.isEmpty()) {
            info.put("instruction", text(instruction, LONGEST_TEXT));
        }
    }

    private static String instruction(KevEntry entry) {
        String due = entry.dueDate() == null ? "" : "Due date at CISA: " + entry.dueDate() + ".";
        String action = entry.requiredAction() == null ? "" : entry.requiredAction();
        return String.join(
                " ", Stream.of(action, due).filter(part -> !part.isEmpty()).toList());
    }

    // Invisible and control characters have no business in a title, and some entries have them.
    private static String text(String text, int longest) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFC)
                .replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " ")
                .replaceAll("[\\p{Cf}\\p{Co}\\p{Cs}]", "")
                .strip();
        if (plain.length() <= longest) {
            return plain;
        }
        int end = longest - CUT.length();
        return plain.substring(0, Character.isHighSurrogate(plain.charAt(end - 1)) ? end - 1 : end) + CUT;
    }
}
