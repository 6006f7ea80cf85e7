/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.exchange;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.tocsin.protocol.json.WireJson;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a CERT is about to post; what is not said has a sensible value. */
public final class AlertDraft {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final ObjectNode draft = WireJson.MAPPER.createObjectNode();

    private AlertDraft() {
        draft.put("status", "actual").put("precedence", "IMMEDIATE").put("tlp", "TLP:GREEN");
        draft.putObject("audience");
        headline("Edge gateways are being exploited, case " + NUMBER.incrementAndGet());
    }

    /** An alert in earnest, IMMEDIATE, TLP:GREEN, to nobody yet. */
    public static AlertDraft alert() {
        return new AlertDraft();
    }

    /** Must be answered fastest. */
    public AlertDraft flash() {
        return with("precedence", "FLASH");
    }

    /** Of the routine lane, and answered within hours. */
    public AlertDraft priority() {
        return with("precedence", "PRIORITY");
    }

    /** Of the routine lane. */
    public AlertDraft routine() {
        return with("precedence", "ROUTINE");
    }

    /** A test of the line that nobody need act on. */
    public AlertDraft test() {
        return with("status", "test");
    }

    /** Under that label, status and precedence. */
    public AlertDraft marked(String tlp, String status, String precedence) {
        return with("tlp", tlp).with("status", status).with("precedence", precedence);
    }

    /** As a revision that asks for a new answer. */
    public AlertDraft material() {
        draft.put("material", true);
        return this;
    }

    /** As a revision that keeps its audience. */
    public AlertDraft toTheSame() {
        draft.remove("audience");
        return this;
    }

    /** Who must act. */
    public AlertDraft to(String... members) {
        return audience("action", members);
    }

    /** Who must know. */
    public AlertDraft info(String... members) {
        return audience("info", members);
    }

    /** Everybody must know. */
    public AlertDraft toEveryone() {
        ((ObjectNode) draft.path("audience")).put("everyone", true);
        return this;
    }

    /** The time to answer, ISO 8601. */
    public AlertDraft within(String duration) {
        return with("acknowledgeWithin", duration);
    }

    /** The headline, in English. */
    public AlertDraft headline(String text) {
        draft.putArray("info").addObject().put("language", "en").put("headline", text);
        return this;
    }

    /** The description beside the headline. */
    public AlertDraft description(String text) {
        ((ObjectNode) draft.path("info").get(0)).put("description", text);
        return this;
    }

    /** The vulnerabilities it is about. */
    public AlertDraft vulnerability(String cve) {
        draft.putArray("vulnerabilities").add(cve);
        return this;
    }

    /** An address seen. */
    public AlertDraft address(String ip) {
        draft.putArray("observables").addObject().put("type", "ipv4-addr").put("value", ip);
        return this;
    }

    /** A host name seen. */
    public AlertDraft domain(String name) {
        draft.putArray("observables").addObject().put("type", "domain-name").put("value", name);
        return this;
    }

    /** The draft as it is posted. */
    public String json() {
        return WireJson.MAPPER.writeValueAsString(draft);
    }

    private AlertDraft audience(String kind, String... members) {
        ArrayNode list = ((ObjectNode) draft.path("audience")).putArray(kind);
        List.of(members).forEach(list::add);
        return this;
    }

    private AlertDraft with(String field, String value) {
        draft.put(field, value);
        return this;
    }
}
