/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tocsin.acceptance.exchange.AlertDraft.alert;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.acceptance.exchange.Checkout;
import org.tocsin.acceptance.exchange.Participant;
import org.tocsin.acceptance.exchange.PostedAlert;
import org.tocsin.acceptance.exchange.Reply;
import org.tocsin.acceptance.exchange.Standalone;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Topics;
import org.tocsin.protocol.message.NoticeKind;
import org.tocsin.protocol.signing.Refusal;

/** What the documents say is so: topics, reasons, problems, variables, commands and examples. */
@ResourceLock(Standalone.RESOURCE)
class DocumentsIT {

    @Test
    void everyTopicAndLaneIsInTheProtocol() {
        String protocol = Checkout.text("docs/protocol.md");

        assertThat(protocol).contains("`" + Topics.DIRECTORY + "`", "`" + Topics.CLOCK + "`");
        for (Lane lane : Lane.values()) {
            assertThat(protocol)
                    .contains("`tocsin.outbox.<member>." + lane.token() + "`")
                    .contains("`tocsin.inbox.<member>." + lane.token() + "`");
        }
    }

    @Test
    void everyReasonAndNoticeIsInTheProtocol() {
        String protocol = Checkout.text("docs/protocol.md");

        for (Refusal reason : Refusal.values()) {
            assertThat(protocol).contains("`" + reason.slug() + "`");
        }
        for (NoticeKind kind : NoticeKind.values()) {
            assertThat(protocol).contains("`" + kind.token() + "`");
        }
    }

    @Test
    void everyProblemHasItsHeadingAndStatusAndNoOtherHasOne() {
        String source = Checkout.text("services/gateway/src/main/java/org/tocsin/gateway/http/ProblemType.java");
        Set<String> inCode = new TreeSet<>();
        all("^    ([A-Z_]+)\\((\\d{3}), \"", source)
                .forEach(found -> inCode.add(found.group(1).toLowerCase().replace('_', '-') + ' ' + found.group(2)));
        Set<String> inDocument = new TreeSet<>();
        all("^## ([a-z-]+)\\n\\*\\*(\\d{3})\\.", Checkout.text("docs/problems.md"))
                .forEach(found -> inDocument.add(found.group(1) + ' ' + found.group(2)));

        assertThat(inCode).isNotEmpty();
        assertThat(inDocument).isEqualTo(inCode);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "coordinator"})
    void everyVariableOfAServiceIsInOperationsWithItsDefault(String service) {
        String configuration = Checkout.text("services/" + service + "/src/main/resources/" + service + ".yml");
        String section = section(Checkout.text("docs/operations.md"), service);

        List<MatchResult> variables = all("\\$\\{(TOCSIN_[A-Z0-9_]+)(?::([^}]*))?}", configuration);
        assertThat(variables).isNotEmpty();
        for (MatchResult variable : variables) {
            String value = variable.group(2) == null || variable.group(2).isEmpty() ? "" : variable.group(2);
            assertThat(section.lines())
                    .as(variable.group())
                    .anyMatch(line -> line.startsWith("| `" + variable.group(1) + "` |") && line.contains(value));
        }
    }

    @Test
    void theTwoCommandsAreInTheReadmeAndWorkAsWritten() {
        String readme = Checkout.text("README.md");

        assertThat(readme)
                .contains("\nmvn -q -DskipTests package && java -jar services/standalone/target/tocsin.jar\n")
                .contains("\nmvn verify\n");
        assertThat(Checkout.path("services/standalone/target/tocsin.jar")).exists();
        assertThat(Checkout.text(".ci/run")).containsPattern("mvn .*verify");
    }

    @Test
    void everyLinkBetweenDocumentsLeadsSomewhere() {
        for (String document : List.of(
                "README.md",
                "docs/architecture.md",
                "docs/contributing.md",
                "docs/operations.md",
                "docs/problems.md",
                "docs/protocol.md")) {
            for (MatchResult link : all("\\]\\(([^)#:]+)(?:#[^)]*)?\\)", Checkout.text(document))) {
                assertThat(Checkout.path(document).resolveSibling(link.group(1)))
                        .as(document + " links to " + link.group(1))
                        .exists();
            }
        }
    }

    @Test
    void theExamplesArePostedAsTheyStand() {
        Participant kz = Standalone.shared().member("kz");
        Participant uz = Standalone.shared().member("uz");
        kz.sends(Checkout.example("alert-test.json"));
        PostedAlert posted = kz.sends(Checkout.example("alert.json"));
        uz.receives(posted);

        uz.answers(posted, Checkout.example("answer.json"));

        String alert = "/v1/alerts/" + posted.id();
        assertThat(kz.revises(posted, Checkout.example("revision.json")).revision())
                .isEqualTo(2);
        uz.receives(kz.sends(Checkout.example("alert-flash.json")));
        Reply cancelled =
                kz.as("cert").post(alert + "/cancellation", Checkout.example("cancellation.json"), "If-Match", "\"2\"");
        assertThat(cancelled.status()).as(cancelled.body()).isEqualTo(202);
    }

    @Test
    void aProblemLooksAsDocumented() {
        Participant kz = Standalone.shared().member("kz");

        Reply refused = kz.as("cert").post("/v1/alerts", alert().to("kz").json());

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("type")).isEqualTo("/problems/invalid-audience");
        assertThat(refused.json().path("violations").path(0).has("rule")).isTrue();
    }

    private static String section(String document, String service) {
        String heading = service.substring(0, 1).toUpperCase() + service.substring(1);
        return all("(?s)^## " + heading + "\\n(.*?)(?=^## )", document).get(0).group(1);
    }

    private static List<MatchResult> all(String regex, String text) {
        return Pattern.compile(regex, Pattern.MULTILINE).matcher(text).results().toList();
    }
}
