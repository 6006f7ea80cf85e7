/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tocsin.gateway.testing.Contract;
import org.tocsin.gateway.testing.Gateway;
import org.tocsin.gateway.testing.Reply;
import org.tocsin.protocol.Lane;

/** Sharing groups at one real gateway, drafts that name them, and drafts that are only tried. */
class SharingGroupsIT {

    private static final Contract CONTRACT = new Contract();
    private static final String[] NEW = {"If-None-Match", "*"};
    private static Gateway kz;

    @BeforeAll
    static void startGateway() {
        kz = Gateway.start();
    }

    @AfterAll
    static void stopGateway() {
        kz.close();
    }

    private static Reply put(String id, String members, String... headers) {
        Reply reply = kz.as("officer")
                .send("PUT", "/v1/groups/" + id, "{\"name\":\"Neighbours\",\"members\":" + members + "}", headers);
        assertAsDescribed("putGroup", reply);
        return reply;
    }

    private static Reply get(String path) {
        return kz.as("operator").get("/v1/groups/" + path);
    }

    private static String draft(String audience) {
        return GatewayIT.DRAFT.replace("{\"action\":[\"uz\"],\"info\":[\"kg\"]}", audience);
    }

    private static Reply post(String audience) {
        return kz.as("cert").post("/v1/alerts", draft(audience));
    }

    private static void assertAsDescribed(String operation, Reply reply) {
        assertThat(CONTRACT.violations(operation, reply))
                .as(operation + ' ' + reply.status() + ' ' + reply.body())
                .isEmpty();
    }

    @Test
    void groupGrowsByVersionsThatStay() {
        Reply first = put("versions", "[\"uz\"]", NEW);
        Reply second = put("versions", "[\"uz\",\"kg\"]", "If-Match", "\"1\"");

        assertThat(first.status()).as(first.body()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.headers().firstValue("ETag")).contains("\"2\"");
        assertThat(get("versions").json().path("members").size()).isEqualTo(2);
        assertThat(get("versions?version=1").body()).isEqualTo(first.body());
        assertThat(get("versions?version=3").problem()).isEqualTo("not-found");
        assertThat(get("versions?version=0").problem()).isEqualTo("invalid-parameter");
        assertAsDescribed("getGroup", get("versions"));
        assertAsDescribed("listGroups", kz.as("cert").get("/v1/groups"));
    }

    @Test
    void changeNeedsTheCurrentVersion() {
        put("guarded", "[\"uz\"]", NEW);

        assertThat(put("guarded", "[\"kg\"]").problem()).isEqualTo("precondition-required");
        assertThat(put("guarded", "[\"kg\"]", NEW).problem()).isEqualTo("precondition-failed");
        assertThat(put("guarded", "[\"kg\"]", "If-Match", "\"2\"").problem()).isEqualTo("precondition-failed");
        assertThat(put("guarded", "[\"kg\"]", "If-None-Match", "x").problem()).isEqualTo("invalid-parameter");
        assertThat(put("unborn", "[\"kg\"]", "If-Match", "\"1\"").problem()).isEqualTo("precondition-failed");
        assertThat(put("guarded", "[\"kz\"]", "If-Match", "\"1\"").problem()).isEqualTo("invalid-audience");
        assertThat(put("guarded", "7", "If-Match", "\"1\"").problem()).isEqualTo("invalid-group");
    }

    @Test
    void deletedGroupIsGoneAndItsIdIsNotUsedAgain() {
        put("ended", "[\"uz\"]", NEW);

        Reply stale = kz.as("admin").send("DELETE", "/v1/groups/ended", "", "If-Match", "\"2\"");
        Reply deleted = kz.as("admin").send("DELETE", "/v1/groups/ended", "", "If-Match", "\"1\"");

        assertThat(stale.problem()).isEqualTo("precondition-failed");
        assertThat(deleted.status()).as(deleted.body()).isEqualTo(204);
        assertAsDescribed("deleteGroup", deleted);
        assertThat(get("ended").problem()).isEqualTo("not-found");
        assertThat(get("ended?version=1").status()).isEqualTo(200);
        assertThat(kz.as("cert").get("/v1/groups").body()).doesNotContain("ended");
        assertThat(put("ended", "[\"kg\"]", NEW).problem()).isEqualTo("precondition-failed");
        assertThat(put("ended", "[\"kg\"]", "If-Match", "\"2\"").problem()).isEqualTo("precondition-failed");
        assertThat(post("{\"groups\":{\"action\":[\"ended\"]}}").problem()).isEqualTo("invalid-audience");
    }

    @Test
    void officersAndAdminsEditAndNobodyElse() {
        String group = "{\"name\":\"A\",\"members\":[\"uz\"]}";

        assertThat(kz.as("cert").send("PUT", "/v1/groups/foreign", group, NEW).problem())
                .isEqualTo("forbidden");
        assertThat(kz.as("auditor").get("/v1/groups").problem()).isEqualTo("forbidden");
        assertThat(kz.as("admin").send("PUT", "/v1/groups/by-admin", group, NEW).status())
                .isEqualTo(201);
    }

    @Test
    void draftToAGroupGoesToItsMembersAndTheGroupStaysAtHome() {
        put("secret-circle", "[\"kg\",\"uz\"]", NEW);

        Reply posted = post("{\"info\":[\"uz\"],\"groups\":{\"action\":[\"secret-circle\"]}}");

        assertThat(posted.status()).as(posted.body()).isEqualTo(202);
        assertThat(posted.json().path("recipients").toString())
                .isEqualTo("[{\"member\":\"kg\",\"kind\":\"action\",\"acknowledgeWithin\":\"PT30M\"},"
                        + "{\"member\":\"uz\",\"kind\":\"action\",\"acknowledgeWithin\":\"PT30M\"}]");
        assertThat(kz.messages(Lane.URGENT)).allSatisfy(message -> assertThat(new String(message.payload()))
                .doesNotContain("secret-circle", "groups"));
        assertThat(post("{\"groups\":{\"action\":[\"unheard-of\"]}}").problem()).isEqualTo("invalid-audience");
        Reply red = kz.as("cert")
                .post(
                        "/v1/alerts",
                        draft("{\"groups\":{\"action\":[\"secret-circle\"]}}").replace("TLP:AMBER", "TLP:RED"));
        assertThat(red.problem()).isEqualTo("tlp-violation");
    }

    @Test
    void trialTellsWhatWouldBecomeAndStoresNothing() {
        long before = stored();
        String wide = draft("{\"everyone\":true}");

        Reply tried = kz.as("cert").post("/v1/alerts?dryRun=true", wide, "Idempotency-Key", "tried");
        Reply refused = kz.as("cert").post("/v1/alerts?dryRun=true", wide.replace("TLP:AMBER", "TLP:RED"));

        assertThat(tried.status()).as(tried.body()).isEqualTo(200);
        assertAsDescribed("postAlert", tried);
        assertThat(tried.json().path("wouldReach").size()).isEqualTo(4);
        assertThat(tried.json().path("notReached").toString())
                .isEqualTo("[{\"member\":\"kz\",\"reason\":\"is-origin\"}]");
        assertThat(tried.text("need")).isEqualTo("wide-audience");
        assertThat(stored()).isEqualTo(before);
        assertThat(refused.body())
                .isEqualTo(kz.as("cert")
                        .post("/v1/alerts", wide.replace("TLP:AMBER", "TLP:RED"))
                        .body());
        Reply posted = kz.as("cert").post("/v1/alerts", GatewayIT.DRAFT, "Idempotency-Key", "tried");
        assertThat(posted.status()).isEqualTo(202);
        assertThat(kz.as("cert").post("/v1/alerts?dryRun=maybe", wide).problem())
                .isEqualTo("invalid-parameter");
        assertThat(kz.as("cert")
                        .post("/v1/alerts?dryRun=true", wide.getBytes(), "Content-Type", "application/x-ndjson")
                        .problem())
                .isEqualTo("invalid-parameter");
    }

    @Test
    void stricterLabelOfARevisionIsToldToHaveComeLate() {
        Reply alert = kz.as("officer").post("/v1/alerts", GatewayIT.DRAFT);
        String revisions = "/v1/alerts/" + alert.text("id") + "/revisions";
        String stricter = GatewayIT.DRAFT.replace("TLP:AMBER", "TLP:RED");

        Reply tried = kz.as("officer").post(revisions + "?dryRun=true", stricter, "If-Match", "\"1\"");
        Reply raised = kz.as("officer").post(revisions, stricter, "If-Match", "\"1\"");
        Reply lowered = kz.as("officer")
                .post(revisions, GatewayIT.DRAFT.replace("TLP:AMBER", "TLP:WHITE"), "If-Match", "\"2\"");

        assertThat(tried.text("notice")).isEqualTo("already-disclosed");
        assertThat(raised.text("notice")).isEqualTo("already-disclosed");
        assertThat(lowered.status()).as(lowered.body()).isEqualTo(202);
        assertThat(lowered.json().has("notice")).isFalse();
        assertThat(kz.as("officer").get("/v1/alerts/" + alert.text("id")).body())
                .doesNotContain("WHITE");
        for (Reply reply : new Reply[] {tried, raised, lowered}) {
            assertAsDescribed("reviseAlert", reply);
        }
    }

    private static long stored() {
        return kz.count("select (select count(*) from event) + (select count(*) from message)"
                + " + (select count(*) from pending) + (select count(*) from idempotency_key)");
    }
}
