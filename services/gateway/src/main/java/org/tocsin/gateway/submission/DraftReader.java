/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tocsin.gateway.group.GroupId;
import org.tocsin.gateway.http.Fields;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.gateway.http.SafeText;
import org.tocsin.gateway.http.Violation;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Pap;
import org.tocsin.protocol.Precedence;
import org.tocsin.protocol.message.AlertBody;
import org.tocsin.protocol.message.Certainty;
import org.tocsin.protocol.message.Info;
import org.tocsin.protocol.message.Observable;
import org.tocsin.protocol.message.Severity;
import org.tocsin.protocol.message.Status;
import org.tocsin.protocol.message.Urgency;
import tools.jackson.databind.JsonNode;

/** Reads a posted draft, field by field; {@link Refused} tells everything that is wrong with its form. */
final class DraftReader {

    private static final Pattern LANGUAGE = Pattern.compile("[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,3}");
    private static final Pattern VULNERABILITY = Pattern.compile("[A-Z][A-Za-z]{1,15}([-:][A-Za-z0-9.]{1,32}){1,6}");
    private static final Pattern TECHNIQUE = Pattern.compile("(T\\d{4}(\\.\\d{3})?|(TA|G|S|M|C|DS)\\d{4})");
    private static final Pattern SECTOR = Pattern.compile("[a-z][a-z0-9-]{1,63}");
    private static final int MOST_LANGUAGES = 20;
    private static final int MOST_MEMBERS = 500;
    private static final int MOST_GROUPS = 50;
    private static final Draft.Groups NO_GROUPS = new Draft.Groups(List.of(), List.of());
    private static final int MOST_OBSERVABLES = 2_000;
    private static final int MOST_IDS = 500;
    private static final int MOST_REFERENCES = 50;
    private static final int LONGEST_HEADLINE = 160;
    private static final int LONGEST_TEXT = 16 * 1024;

    private DraftReader() {}

    /** Reads the draft of a new alert. */
    static Draft alert(JsonNode body) {
        Fields fields = Fields.of(body);
        requireLabel(fields);
        Draft draft = draft(fields, false);
        if (!fields.has("audience")) {
            fields.wrong("audience", "required");
        }
        return checked(fields, draft);
    }

    /** Reads the draft of a revision: the same, with {@code material}, and the audience may be left out. */
    static Draft revision(JsonNode body) {
        Fields fields = Fields.of(body);
        requireLabel(fields);
        return checked(fields, draft(fields, fields.flag("material", false)));
    }

    /** Reads the words of a recall, which may be none. */
    static AlertBody cancellation(@Nullable JsonNode body) {
        if (body == null) {
            return AlertBody.EMPTY;
        }
        Fields fields = Fields.of(body);
        List<Info> info = fields.objects("info", MOST_LANGUAGES, DraftReader::info);
        return checked(fields, AlertBody.of(info));
    }

    // Checked before all else: material without a label is refused whatever else is right with it.
    private static void requireLabel(Fields fields) {
        if (!fields.has("tlp")) {
            throw new Refused(ProblemType.TLP_REQUIRED, List.of(new Violation("/tlp", "required")));
        }
    }

    // What is compulsory is there once no violation was found, which the caller checks.
    @SuppressWarnings("NullAway")
    private static Draft draft(Fields fields, boolean material) {
        return new Draft(
                fields.required("status", fields.token("status", Status.class)),
                fields.required("precedence", fields.parsed("precedence", Precedence::valueOf, "unknown-value")),
                fields.parsed("tlp", DraftReader::label, "unknown-value"),
                fields.parsed("pap", Pap::of, "unknown-value"),
                fields.object("audience", DraftReader::audience),
                fields.duration("acknowledgeWithin"),
                fields.time("expires"),
                material,
                body(fields));
    }

    // TLP 1.0's WHITE is understood and never said again.
    private static Label label(String text) {
        return "TLP:WHITE".equals(text) ? Label.CLEAR : Label.of(text);
    }

    private static AlertBody body(Fields fields) {
        int before = fields.violations().size();
        List<Info> info = fields.objects("info", MOST_LANGUAGES, DraftReader::info);
        if (info.isEmpty() && fields.violations().size() == before) {
            fields.wrong("info", "required");
        }
        return new AlertBody(
                info,
                fields.parsed(
                        "classification", text -> Rsit.classification(text).orElse(null), "unknown-value"),
                fields.token("urgency", Urgency.class),
                fields.token("severity", Severity.class),
                fields.token("certainty", Certainty.class),
                fields.objects("observables", MOST_OBSERVABLES, DraftReader::observable),
                fields.list("vulnerabilities", MOST_IDS, text -> matching(text, VULNERABILITY)),
                fields.list("techniques", MOST_IDS, text -> matching(text, TECHNIQUE)),
                fields.list("sectors", MOST_IDS, text -> matching(text, SECTOR)),
                fields.list("references", MOST_REFERENCES, text -> text));
    }

    private static Draft.Audience audience(Fields fields) {
        return new Draft.Audience(
                fields.list("action", MOST_MEMBERS, DraftReader::member),
                fields.list("info", MOST_MEMBERS, DraftReader::member),
                fields.flag("everyone", false),
                Objects.requireNonNullElse(fields.object("groups", DraftReader::groups), NO_GROUPS));
    }

    private static Draft.Groups groups(Fields fields) {
        return new Draft.Groups(
                fields.list("action", MOST_GROUPS, DraftReader::group),
                fields.list("info", MOST_GROUPS, DraftReader::group));
    }

    private static @Nullable GroupId group(String id) {
        return GroupId.isId(id) ? new GroupId(id) : null;
    }

    private static @Nullable Member member(String code) {
        return Member.isCode(code) ? new Member(code) : null;
    }

    private static @Nullable Info info(Fields fields) {
        String language = fields.required(
                "language", fields.parsed("language", text -> matching(text, LANGUAGE), "not-a-language"));
        String headline = fields.required("headline", fields.text("headline", LONGEST_HEADLINE));
        String description = fields.text("description", LONGEST_TEXT);
        String instruction = fields.text("instruction", LONGEST_TEXT);
        return language == null || headline == null ? null : new Info(language, headline, description, instruction);
    }

    private static @Nullable Observable observable(Fields fields) {
        String type = fields.required(
                "type", fields.parsed("type", text -> Observables.isType(text) ? text : null, "unknown-value"));
        String value = fields.required("value", fields.text("value", Observables.LONGEST_VALUE));
        String comment = fields.text("comment", Observables.LONGEST_VALUE);
        if (type == null || value == null) {
            return null;
        }
        if (!Observables.isValue(type, value)) {
            fields.wrong("value", "not-of-its-type");
            return null;
        }
        return new Observable(type, value, comment);
    }

    private static @Nullable String matching(String text, Pattern form) {
        return form.matcher(text).matches() ? text : null;
    }

    private static <T> T checked(Fields fields, T read) {
        fields.refuseOthers();
        if (!fields.violations().isEmpty()) {
            throw new Refused(typeOf(fields.violations()), fields.violations());
        }
        return read;
    }

    // A wrong code in the audience is a wrong audience, not merely a wrong form.
    private static ProblemType typeOf(List<Violation> violations) {
        boolean onlyMembers = violations.stream()
                .allMatch(violation -> violation.pointer().startsWith("/audience")
                        && violation.rule().equals("invalid-element"));
        return onlyMembers ? ProblemType.INVALID_AUDIENCE : ProblemType.INVALID_ALERT;
    }

    static Optional<Violation> unsafe(AlertBody body) {
        for (int i = 0; i < body.info().size(); i++) {
            if (!SafeText.isSafeTitle(body.info().get(i).headline())) {
                return Optional.of(new Violation("/info/" + i + "/headline", "unsafe-text"));
            }
        }
        return Optional.empty();
    }
}
