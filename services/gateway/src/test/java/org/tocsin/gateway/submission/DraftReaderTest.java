/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.gateway.http.Json;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.gateway.testing.Told;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.Precedence;
import org.tocsin.protocol.message.AlertBody;
import org.tocsin.protocol.message.Status;
import org.tocsin.protocol.message.Urgency;
import org.tocsin.protocol.testing.Examples;
import tools.jackson.databind.JsonNode;

/** How a posted draft is read, and everything it is told when it is not. */
class DraftReaderTest {

    private static final String LEAST = """
            {"status":"exercise","precedence":"FLASH","tlp":"TLP:GREEN","audience":{"action":["uz"]},
             "info":[{"language":"en","headline":"A wave of mails"}]}
            """;

    private static JsonNode json(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Draft read(String text) {
        return DraftReader.alert(json(text));
    }

    private static String with(String field) {
        return "{" + field + "," + LEAST.strip().substring(1);
    }

    private static Refused refused(String text) {
        return catchThrowableOfType(Refused.class, () -> read(text));
    }

    private static List<String> told(String text) {
        return Told.by(refused(text));
    }

    @Test
    void leastDraftSaysWhatIsCompulsoryAndNothingElse() {
        Draft draft = read(LEAST);

        assertThat(draft.status()).isEqualTo(Status.EXERCISE);
        assertThat(draft.precedence()).isEqualTo(Precedence.FLASH);
        assertThat(draft.tlp()).isEqualTo(Label.GREEN);
        assertThat(draft.audience().action()).containsExactly(Examples.member("uz"));
        assertThat(draft.audience().everyone()).isFalse();
        assertThat(draft.acknowledgeWithin()).isNull();
        assertThat(draft.expires()).isNull();
        assertThat(draft.body().info().get(0).headline()).isEqualTo("A wave of mails");
    }

    @Test
    void fullDraftIsReadWholly() {
        String rest = """
                "pap":"PAP:AMBER","acknowledgeWithin":"PT45M","expires":"2026-03-05T10:00:00.1239+05:00",
                "classification":"fraud/phishing","urgency":"Immediate","severity":"Severe","certainty":"Observed",
                "observables":[{"type":"ipv4-addr","value":"192.0.2.7","comment":"C2"}],
                "vulnerabilities":["CVE-2025-48384","GHSA-vwqx-4fm8-6qc9"],"techniques":["T1190","T1566.001","TA0001"],
                "sectors":["energy"],"references":["https://cert.example/1"]""";

        Draft draft = read(with(rest));

        assertThat(draft.acknowledgeWithin()).isEqualTo(Duration.ofMinutes(45));
        assertThat(draft.expires()).isEqualTo("2026-03-05T05:00:00.123Z");
        assertThat(draft.body().urgency()).isEqualTo(Urgency.IMMEDIATE);
        assertThat(draft.body().observables()).hasSize(1);
        assertThat(draft.body().vulnerabilities()).hasSize(2);
        assertThat(draft.body().techniques()).hasSize(3);
        assertThat(draft.body().sectors()).containsExactly("energy");
        assertThat(draft.body().references()).hasSize(1);
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        String wrong = """
                {"status":"Actual","tlp":"TLP:GREEN","audience":{"action":"uz","everyone":1},
                 "info":[{"language":"english!","headline":""}],"urgency":{},"acknowledgeWithin":"-PT1S",
                 "expires":"tomorrow","observables":[{"type":"regex","value":"x"},{"type":"ipv4-addr","value":"x"}],
                 "techniques":["X1"],"vulnerabilities":"none"}
                """;

        assertThat(told(wrong))
                .containsExactlyInAnyOrder(
                        "/status unknown-value",
                        "/precedence required",
                        "/audience/action not-a-list",
                        "/audience/everyone not-a-boolean",
                        "/info/0/language not-a-language",
                        "/info/0/headline length",
                        "/urgency not-a-text",
                        "/acknowledgeWithin not-a-duration",
                        "/expires not-a-time",
                        "/observables/0/type unknown-value",
                        "/observables/1/value not-of-its-type",
                        "/techniques invalid-element",
                        "/vulnerabilities not-a-list");
    }

    @Test
    void atMostTwentyViolationsAreTold() {
        String many = IntStream.range(0, 50)
                .mapToObj(i -> "{\"type\":\"regex\",\"value\":\"x\"}")
                .collect(Collectors.joining(","));

        assertThat(told(with("\"observables\":[" + many + "]"))).hasSize(20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"canary", "id", "origin", "issued", "revision", "state", "material", "attachment", "__proto__"})
    void unknownFieldIsRefusedWithoutRepeatingItsName(String field) {
        Refused refused = refused(with('"' + field + "\":1"));

        assertThat(refused.type()).isEqualTo(ProblemType.INVALID_ALERT);
        assertThat(Told.by(refused)).containsExactly(" unknown-field");
    }

    @Test
    void unknownFieldInsideIsRefusedWhereItIs() {
        assertThat(told(LEAST.replace("\"language\"", "\"uri\":\"x\",\"language\"")))
                .containsExactly("/info/0 unknown-field");
        assertThat(told(LEAST.replace("\"action\"", "\"group\":\"x\",\"action\"")))
                .containsExactly("/audience unknown-field");
    }

    @Test
    void draftWithoutWordsIsToldSoOnce() {
        String none = LEAST.replaceFirst("\"info\":\\[.*]", "\"info\":[]");

        assertThat(told(none)).containsExactly("/info required");
        assertThat(told(LEAST.replace("\"headline\":\"A wave of mails\"", "\"description\":\"x\"")))
                .containsExactly("/info/0/headline required");
    }

    @Test
    void labelIsAskedForBeforeAllElse() {
        Refused refused = refused("{\"unknown\":1}");

        assertThat(refused.type()).isEqualTo(ProblemType.TLP_REQUIRED);
        assertThat(Told.by(refused)).containsExactly("/tlp required");
    }

    @Test
    void whiteIsReadAsClear() {
        assertThat(read(LEAST.replace("TLP:GREEN", "TLP:WHITE")).tlp()).isEqualTo(Label.CLEAR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tlp:green", "GREEN", "TLP:YELLOW", "TLP:AMBER STRICT", "TLP:GREEN ", "TLP:\u0410MBER"})
    void otherSpellingOfALabelIsNone(String label) {
        assertThat(told(LEAST.replace("TLP:GREEN", label))).containsExactly("/tlp unknown-value");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "malicious-code/c2-server",
                "rsit:malicious-code/c2-server",
                "rsit:malicious-code=\\\"c2-server\\\""
            })
    void classificationHasTwoSpellings(String spelling) {
        assertThat(read(with("\"classification\":\"" + spelling + "\"")).body().classification())
                .isEqualTo("malicious-code/c2-server");
    }

    @ParameterizedTest
    @ValueSource(strings = {"malicious-code", "malicious-code/spam", "Malicious-Code/c2-server", "/", "other/"})
    void classificationOutsideTheTaxonomyIsNone(String spelling) {
        assertThat(told(with("\"classification\":\"" + spelling + "\"")))
                .containsExactly("/classification unknown-value");
    }

    @Test
    void wrongCodeInTheAudienceIsAWrongAudience() {
        Refused refused = refused(LEAST.replace("\"uz\"", "\"UZ\""));

        assertThat(refused.type()).isEqualTo(ProblemType.INVALID_AUDIENCE);
        assertThat(Told.by(refused)).containsExactly("/audience/action invalid-element");
    }

    @Test
    void audienceMayBeLeftOutOfARevisionOnly() {
        String without = LEAST.replace("\"audience\":{\"action\":[\"uz\"]},", "");

        assertThat(told(without)).containsExactly("/audience required");
        assertThat(DraftReader.revision(json(without)).audience()).isNull();
        assertThat(DraftReader.revision(json(LEAST)).material()).isFalse();
        assertThat(DraftReader.revision(json(with("\"material\":true"))).material())
                .isTrue();
    }

    @Test
    void recallNeedsNoWords() {
        assertThat(DraftReader.cancellation(null)).isEqualTo(AlertBody.EMPTY);
        assertThat(DraftReader.cancellation(json("{}"))).isEqualTo(AlertBody.EMPTY);
        assertThat(DraftReader.cancellation(json("{\"info\":[{\"language\":\"en\",\"headline\":\"Not true\"}]}"))
                        .info())
                .hasSize(1);
    }

    @Test
    void recallSaysNothingElse() {
        Stream.of("{\"tlp\":\"TLP:CLEAR\"}", "{\"audience\":{}}", "{\"material\":false}")
                .forEach(text -> assertThat(
                                catchThrowableOfType(Refused.class, () -> DraftReader.cancellation(json(text)))
                                        .type())
                        .isEqualTo(ProblemType.INVALID_ALERT));
    }

    @Test
    void groupsAreNamedByTheirIds() {
        Draft draft =
                read(LEAST.replace("[\"uz\"]", "[],\"groups\":{\"action\":[\"near\"],\"info\":[\"far\",\"near\"]}"));

        assertThat(draft.groups()).extracting(Object::toString).containsExactly("near", "far");
    }

    @Test
    void whatIsNoGroupsIdIsAWrongAudience() {
        Refused refused = refused(LEAST.replace("[\"uz\"]", "[],\"groups\":{\"action\":[\"Near\"]}"));

        assertThat(refused.type()).isEqualTo(ProblemType.INVALID_AUDIENCE);
    }
}
