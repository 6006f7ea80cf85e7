/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.testing;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The described interface, docs/openapi.yaml as it is packaged, and answers held against it. */
public final class Contract {

    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private final JsonNode root;
    private final ObjectNode closed;

    /** One described operation. */
    public record Operation(String method, String path, JsonNode node) {

        /** {@code POST /v1/alerts}. */
        public String route() {
            return method + ' ' + path;
        }
    }

    /** The description that the gateway serves. */
    public Contract() {
        try (InputStream in = Contract.class.getResourceAsStream("/org/tocsin/gateway/contract/openapi.yaml")) {
            this.root = MAPPER.valueToTree(new Yaml().load(in));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        this.closed = (ObjectNode) root.path("components").deepCopy();
        closed.path("schemas").forEach(Contract::close);
    }

    /** The whole document. */
    public JsonNode root() {
        return root;
    }

    /** All operations, in the document's order. */
    public List<Operation> operations() {
        return root.path("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .filter(method -> METHODS.contains(method.getKey()))
                        .map(method -> new Operation(
                                method.getKey().toUpperCase(java.util.Locale.ROOT), path.getKey(), method.getValue())))
                .toList();
    }

    /** The operation of that id. */
    public Operation operation(String id) {
        return operations().stream()
                .filter(operation ->
                        operation.node().path("operationId").asString().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** The node itself, or what it refers to. */
    public JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? root.at(node.path("$ref").asString().substring(1)) : node;
    }

    /** The names of the problems that an operation answers with a status. */
    public Set<String> problems(Operation operation, String status) {
        Set<String> slugs = new TreeSet<>();
        resolved(operation.node().path("responses").path(status))
                .path("content")
                .path("application/problem+json")
                .path("examples")
                .properties()
                .forEach(example -> slugs.add(example.getKey()));
        return slugs;
    }

    /** What is wrong with a value by the named schema; nothing when it is as described. */
    public List<String> violations(String schema, JsonNode value) {
        return violations(reference(schema), root.path("components"), value);
    }

    /** The same, where a field that is not described is wrong, too. */
    public List<String> strictViolations(String schema, JsonNode value) {
        return violations(reference(schema), closed, value);
    }

    /** What is wrong with a value of the named parameter among the components; nothing when it is as described. */
    public List<String> parameterViolations(String parameter, JsonNode value) {
        return violations(
                root.path("components").path("parameters").path(parameter).path("schema"),
                root.path("components"),
                value);
    }

    /** What is wrong with an answer of an operation: its status, its type, its body, its headers. */
    public List<String> violations(String operationId, Reply reply) {
        Operation operation = operation(operationId);
        String status = String.valueOf(reply.status());
        JsonNode response = resolved(operation.node().path("responses").path(status));
        if (response.isMissingNode()) {
            return List.of(operation.route() + " does not describe " + status);
        }
        String type = reply.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
        JsonNode content = response.path("content").path(type);
        if (content.isMissingNode() && !reply.body().isEmpty()) {
            return List.of(operation.route() + ' ' + status + " does not describe " + type);
        }
        return Stream.of(missingHeaders(response, reply), wrongBody(content, type, reply), unlisted(operation, reply))
                .flatMap(List::stream)
                .toList();
    }

    private List<String> missingHeaders(JsonNode response, Reply reply) {
        return response.path("headers").properties().stream()
                .filter(header -> resolved(header.getValue()).path("required").asBoolean(false))
                .filter(header -> reply.headers().firstValue(header.getKey()).isEmpty())
                .map(header -> "no header " + header.getKey())
                .toList();
    }

    private List<String> wrongBody(JsonNode content, String type, Reply reply) {
        if (type.equals("application/x-ndjson")) {
            return reply.body()
                    .lines()
                    .flatMap(line -> violations(content.path("x-line"), closed, MAPPER.readTree(line)).stream())
                    .toList();
        }
        return type.endsWith("json") ? violations(content.path("schema"), closed, reply.json()) : List.of();
    }

    private List<String> unlisted(Operation operation, Reply reply) {
        boolean listed = reply.status() < 400
                || !reply.body().startsWith("{\"type\"")
                || problems(operation, String.valueOf(reply.status())).contains(reply.problem());
        return listed ? List.of() : List.of(operation.route() + " does not list " + reply.problem());
    }

    private static JsonNode reference(String schema) {
        return MAPPER.createObjectNode().put("$ref", "#/components/schemas/" + schema);
    }

    private static List<String> violations(JsonNode schema, JsonNode components, JsonNode value) {
        ObjectNode document = (ObjectNode) schema.deepCopy();
        document.set("components", components);
        Schema compiled = SCHEMAS.getSchema(document);
        return compiled.validate(value).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.has("properties") && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        schema.forEach(Contract::close);
    }
}
