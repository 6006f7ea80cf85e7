/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.testing.Contract;
import org.tocsin.protocol.json.WireJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The description itself: valid, complete and consistent. Whether it is true is another test's affair. */
class OpenApiTest {

    private final Contract contract = new Contract();

    @Test
    void documentIsValidOpenApi31() throws IOException {
        String yaml = new String(new OpenApi().yaml(), StandardCharsets.UTF_8);

        SwaggerParseResult parsed = new OpenAPIV3Parser().readContents(yaml, List.of(), new ParseOptions());

        assertThat(parsed.getMessages()).isEmpty();
        assertThat(parsed.getOpenAPI().getOpenapi()).startsWith("3.1.");
        assertThat(parsed.getOpenAPI().getPaths())
                .hasSize(contract.root().path("paths").size());
    }

    @Test
    void jsonIsTheSameDocument() throws IOException {
        JsonNode json = WireJson.MAPPER.readTree(new OpenApi().json());

        assertThat(json).isEqualTo(contract.root());
    }

    @Test
    void everyOperationHasItsOwnIdASummaryAndADescribedTag() {
        Set<String> tags = texts(contract.root().path("tags"), "name");

        assertThat(contract.operations()).isNotEmpty();
        assertThat(contract.operations())
                .extracting(operation -> operation.node().path("operationId").asString(""))
                .doesNotHaveDuplicates()
                .doesNotContain("");
        assertThat(contract.operations()).allSatisfy(operation -> {
            assertThat(operation.node().path("summary").asString(""))
                    .as(operation.route())
                    .endsWith(".");
            assertThat(operation.node().path("tags")).as(operation.route()).hasSize(1);
            assertThat(tags).contains(operation.node().path("tags").get(0).asString());
        });
    }

    @Test
    void everyOperationDescribesItsSuccessAndItsProblems() {
        assertThat(contract.operations()).allSatisfy(operation -> {
            Set<String> statuses = operation.node().path("responses").properties().stream()
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            assertThat(statuses).as(operation.route()).anyMatch(status -> status.startsWith("2"));
            assertThat(statuses)
                    .as(operation.route())
                    .anyMatch(status -> status.startsWith("4")
                            && !contract.problems(operation, status).isEmpty());
            // Who signs in shows its token in the body: [{}] is open, and may still be answered 401.
            boolean isOpen = operation.node().path("security").isArray()
                    && operation.node().path("security").isEmpty();
            assertThat(statuses.contains("401")).as(operation.route()).isNotEqualTo(isOpen);
        });
    }

    @Test
    void everyReferenceLeadsSomewhereAndEveryComponentIsReferredTo() {
        Set<String> references = new TreeSet<>();
        collect(contract.root(), references);

        assertThat(references).allSatisfy(reference -> assertThat(
                        contract.root().at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
        for (String kind : List.of("schemas", "responses", "parameters", "headers", "examples")) {
            contract.root().path("components").path(kind).properties().forEach(component -> assertThat(references)
                    .contains("#/components/" + kind + '/' + component.getKey()));
        }
    }

    @ParameterizedTest
    @EnumSource(ProblemType.class)
    void everyProblemTypeIsAnsweredSomewhereWithAnExampleThatIsTrue(ProblemType type) {
        String slug = type.slug();
        JsonNode example =
                contract.root().path("components").path("examples").path(slug).path("value");

        assertThat(contract.operations())
                .anyMatch(operation -> contract.problems(operation, String.valueOf(type.status()))
                        .contains(slug));
        assertThat(contract.strictViolations("Problem", example)).isEmpty();
        assertThat(example.path("type").asString("")).isEqualTo("/problems/" + slug);
        assertThat(example.path("title").asString()).isEqualTo(type.title());
        assertThat(example.path("status").asInt()).isEqualTo(type.status());
    }

    @Test
    void problemsOfAStatusHaveThatStatus() {
        Map<String, Integer> known =
                Arrays.stream(ProblemType.values()).collect(Collectors.toMap(ProblemType::slug, ProblemType::status));

        assertThat(contract.operations()).allSatisfy(operation -> operation
                .node()
                .path("responses")
                .properties()
                .forEach(response -> assertThat(contract.problems(operation, response.getKey()))
                        .allSatisfy(slug ->
                                assertThat(String.valueOf(known.get(slug))).isEqualTo(response.getKey()))));
    }

    @ParameterizedTest
    @CsvSource({
        "alert.json, AlertDraft",
        "alert-test.json, AlertDraft",
        "alert-flash.json, AlertDraft",
        "revision.json, RevisionDraft",
        "cancellation.json, CancellationDraft",
        "answer.json, AnswerDraft"
    })
    void examplesOfTheDocumentsAreAsDescribed(String file, String schema) throws IOException {
        JsonNode example = WireJson.MAPPER.readTree(Files.readAllBytes(Path.of("../../docs/examples", file)));

        assertThat(contract.violations(schema, example)).isEmpty();
    }

    @Test
    void linesOfTheDocumentsAreAsDescribed() throws IOException {
        List<String> uploaded = Files.readAllLines(Path.of("../../docs/examples/alerts.ndjson"));
        String described = lines("/requestBody", "/examples/upload/value");
        String outcomes = lines("/responses/200", "/examples/outcomes/value");

        assertThat(uploaded).isNotEmpty().allSatisfy(line -> assertLine("LineDraft", line));
        assertThat(described.lines()).hasSize(2).allSatisfy(line -> assertLine("LineDraft", line));
        assertThat(outcomes.lines()).hasSize(2).allSatisfy(line -> assertLine("LineOutcome", line));
    }

    @ParameterizedTest
    @CsvSource({"LineDraft, key", "RevisionDraft, material"})
    void draftsOfTheirKindDifferFromAnAlertsByOneFieldOnly(String schema, String field) {
        ObjectNode fields = (ObjectNode) schema(schema).path("properties").deepCopy();

        assertThat(fields.remove(field)).isNotNull();
        assertThat(fields).isEqualTo(schema("AlertDraft").path("properties"));
    }

    @ParameterizedTest
    @CsvSource({
        "alertDraft, AlertDraft",
        "answerDraft, AnswerDraft",
        "released, Released",
        "held, Held",
        "tried, Trial",
        "group, Group"
    })
    void examplesInTheDescriptionAreAsDescribed(String example, String schema) {
        JsonNode value = contract.root()
                .path("components")
                .path("examples")
                .path(example)
                .path("value");

        assertThat(contract.strictViolations(schema, value)).isEmpty();
    }

    private JsonNode schema(String name) {
        return contract.root().path("components").path("schemas").path(name);
    }

    private String lines(String place, String example) {
        return contract.operation("postAlert")
                .node()
                .at(place + "/content/application~1x-ndjson" + example)
                .asString();
    }

    private void assertLine(String schema, String line) {
        assertThat(contract.strictViolations(schema, WireJson.MAPPER.readTree(line)))
                .as(line)
                .isEmpty();
    }

    private static void collect(JsonNode node, Set<String> references) {
        if (node.path("$ref").isString()) {
            references.add(node.path("$ref").asString());
        }
        node.forEach(child -> collect(child, references));
    }

    private static Set<String> texts(JsonNode list, String field) {
        return list.valueStream().map(item -> item.path(field).asString()).collect(Collectors.toSet());
    }
}
