/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.secrecy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.tocsin.acceptance.exchange.Answered;
import org.tocsin.acceptance.exchange.Http;
import org.tocsin.acceptance.exchange.Participant;
import org.tocsin.protocol.json.WireJson;

/** Everything that a curious member asks its own gateway, about itself and about an alert that it should not know. */
final class Questions {

    private static final String JSON = "application/json";
    // Who may read whatever its member holds.
    private static final String CLEARED = "officer";
    private static final List<String> TOKENS = List.of("cert", "operator", "officer", "admin", "auditor");

    private final Participant asker;
    private final List<Played> known;
    private final String secret;
    private final String secretWords;
    private final List<Question> all = new ArrayList<>();

    Questions(Participant asker, List<Played> known, String secret, String secretWords) {
        this.asker = asker;
        this.known = known;
        this.secret = secret;
        this.secretWords = secretWords;
    }

    /** One request, by a name that is the same in every world. */
    record Question(String name, Supplier<Answered> request) {

        Answered ask() {
            return request.get();
        }
    }

    /** All of them; lists look at what came since then. */
    List<Question> all(Instant since) {
        list("since=" + since);
        search();
        known();
        secret();
        references();
        surroundings();
        return all;
    }

    private void list(String since) {
        for (String filter : List.of(
                "limit=200",
                "limit=1",
                "limit=2",
                "direction=sent",
                "direction=received",
                "origin=kz",
                "origin=uz",
                "origin=kg",
                "origin=in",
                "origin=centre",
                "precedence=IMMEDIATE",
                "precedence=PRIORITY,ROUTINE",
                "tlp=TLP:RED",
                "tlp=TLP:AMBER",
                "tlp=TLP:AMBER%2BSTRICT",
                "tlp=TLP:GREEN",
                "state=active",
                "state=cancelled",
                "state=deleted",
                "classification=fraud",
                "vulnerability=CVE-2099-1234")) {
            read("list " + filter, "/v1/alerts?" + since + "&" + filter);
        }
        all.add(new Question("list, second page", () -> {
            Answered first = as(CLEARED).ask("GET", "/v1/alerts?limit=1&" + since, "");
            String next = WireJson.MAPPER.readTree(first.body()).path("next").asString("none");
            return as(CLEARED).ask("GET", "/v1/alerts?limit=1&" + since + "&cursor=" + next, "");
        }));
        read("list, forged cursor", "/v1/alerts?cursor=forged");
        read("list, wrong limit", "/v1/alerts?limit=0");
    }

    private void search() {
        read("search by the secret's words", "/v1/alerts?text=" + secretWords);
        read("search by the secret's note", "/v1/alerts?text=" + encoded("Noted, " + secretWords));
        read("search by the secret's identity", "/v1/alerts?text=" + secret);
        read("search by the secret's address", "/v1/alerts?observable=203.0.113.66");
        read("search by the secret's vulnerability", "/v1/alerts?vulnerability=CVE-2099-66666");
    }

    private void known() {
        for (int i = 0; i < known.size(); i++) {
            String path = "/v1/alerts/" + known.get(i).id();
            read("alert " + i, path);
            read("alert " + i + ", matrix", path + "/matrix");
            ask("alert " + i + ", signed bytes", "cert", "GET", path, "", "Accept", "application/jose");
        }
    }

    private void secret() {
        String path = "/v1/alerts/" + secret;
        for (String token : TOKENS) {
            ask("secret, by " + token, token, "GET", path, "");
            ask("secret, matrix by " + token, token, "GET", path + "/matrix", "");
        }
        ask("secret, by nobody", "", "GET", path, "");
        ask("secret, signed bytes", "officer", "GET", path, "", "Accept", "application/jose");
        ask("secret, HEAD", "officer", "HEAD", path, "");
        ask("secret, known by ETag", "officer", "GET", path, "", "If-None-Match", "\"1\"");
        post(
                "secret, answer",
                "officer",
                path + "/answers",
                "{\"kind\":\"acknowledgement\",\"revision\":1,\"outcome\":\"accepted\"}");
        post(
                "secret, answer of a later revision",
                "officer",
                path + "/answers",
                "{\"kind\":\"acknowledgement\",\"revision\":9,\"outcome\":\"declined\"}");
        post("secret, display", "operator", path + "/display", "{}");
        post("secret, revision", "officer", path + "/revisions", draft(""), "If-Match", "\"1\"");
        post("secret, revision without If-Match", "officer", path + "/revisions", draft(""));
        post("secret, recall", "officer", path + "/cancellation", "{}", "If-Match", "\"1\"");
        ask("secret, deletion", "admin", "DELETE", path, "{\"reason\":\"Order 1\"}", "Content-Type", JSON);
        ask("secret, replaced", "officer", "PUT", path, "{}", "Content-Type", JSON);
    }

    private void references() {
        post("reference to the secret", "officer", "/v1/alerts", draft(",\"references\":[\"" + secret + "\"]"));
        post(
                "reference to the secret, to all",
                "officer",
                "/v1/alerts",
                draft(",\"references\":[\"" + secret + "\"]").replace("\"info\":[\"centre\"]", "\"everyone\":true"));
    }

    private void surroundings() {
        read("members", "/v1/members");
        read("links", "/v1/links");
        ask("quarantine", "admin", "GET", "/v1/quarantine", "");
        post("quarantine, redelivery", "admin", "/v1/quarantine/1/redelivery", "");
        ask("stream, HEAD", "operator", "HEAD", "/v1/stream", "");
        ask("stream from the future", "operator", "GET", "/v1/stream", "", "Last-Event-ID", "99999999");
        read("audit", "/v1/audit");
        read("nothing", "/v1/nothing");
        ask("problem page", "", "GET", "/problems/not-found", "");
        ask("health", "", "GET", "/actuator/health", "");
        ask("health of the exchange", "", "GET", "/actuator/health/exchange", "");
        all.add(new Question("health in detail", () -> asker.management().ask("GET", "/actuator/health/exchange", "")));
    }

    private static String draft(String further) {
        return "{\"status\":\"actual\",\"precedence\":\"ROUTINE\",\"tlp\":\"TLP:GREEN\",\"audience\":{\"info\":[\"centre\"]},"
                + "\"info\":[{\"language\":\"en\",\"headline\":\"Refers\"}]" + further + "}";
    }

    private void read(String name, String path) {
        ask(name, CLEARED, "GET", path, "");
    }

    private void post(String name, String token, String path, String body, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = JSON;
        ask(name, token, "POST", path, body, all);
    }

    private void ask(String name, String token, String method, String path, String body, String... headers) {
        all.add(new Question(name, () -> as(token).ask(method, path, body, headers)));
    }

    private Http as(String token) {
        return token.isEmpty() ? asker.asNobody() : asker.as(token);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
