/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.gateway.testing.Contract;
import org.tocsin.gateway.testing.Gateway;
import org.tocsin.gateway.testing.Http;
import org.tocsin.gateway.testing.LiveEvents;
import org.tocsin.gateway.testing.Reply;
import tools.jackson.databind.JsonNode;

/** Administrators make clients and take them away; each does what its roles allow and nothing else. */
class ClientsIT {

    private static final Contract CONTRACT = new Contract();
    private static final String CLIENTS = "/v1/clients";
    private static Gateway kz;

    @BeforeAll
    static void startGateway() {
        kz = Gateway.start();
    }

    @AfterAll
    static void stopGateway() {
        kz.close();
    }

    private static String draft(String name, String role) {
        return "{\"name\":\"" + name + "\",\"kind\":\"person\",\"roles\":[\"" + role + "\"]}";
    }

    private static Reply made(String name, String role) {
        Reply made = kz.as("admin").post(CLIENTS, draft(name, role));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made;
    }

    private static JsonNode listed(String name) {
        return StreamSupport.stream(
                        kz.as("admin").get(CLIENTS).json().path("items").spliterator(), false)
                .filter(client -> client.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void assertAsDescribed(String operation, Reply reply) {
        assertThat(CONTRACT.violations(operation, reply))
                .as(operation + ' ' + reply.status() + ' ' + reply.body())
                .isEmpty();
    }

    @Test
    void aClientIsMadeAndItsTokenIsShownOnceAndWorks() {
        Reply made = made("desk", "operator");
        Reply list = kz.as("admin").get(CLIENTS);
        String token = made.text("token");

        assertAsDescribed("createClient", made);
        assertAsDescribed("listClients", list);
        assertThat(kz.withToken(token).get("/v1/alerts").status()).isEqualTo(200);
        assertThat(list.body()).contains(made.text("id")).doesNotContain(token, "hash");
        assertThat(kz.count("select count(*) from token where hash = '" + token + "'"))
                .isZero();
    }

    @Test
    void aRevokedClientIsNobodyAtOnceAndItsStreamEnds() {
        Reply made = made("leaver", "operator");
        Http leaver = kz.withToken(made.text("token"));

        try (LiveEvents stream = leaver.stream(null)) {
            assertThat(stream.status()).isEqualTo(200);
            double before = kz.gauge("tocsin.stream.clients");
            Reply revoked = kz.as("admin").delete(CLIENTS + '/' + made.text("id"), "");

            assertThat(revoked.status()).as(revoked.body()).isEqualTo(204);
            assertThat(leaver.get("/v1/alerts").status()).isEqualTo(401);
            await().atMost(Duration.ofSeconds(30)).until(() -> kz.gauge("tocsin.stream.clients") < before);
        }
        assertThat(listed("leaver").path("revoked").asBoolean()).isTrue();
        assertThat(listed("leaver").path("revokedAt").isMissingNode()).isFalse();
        assertThat(kz.as("admin").delete(CLIENTS + '/' + made.text("id"), "").status())
                .isEqualTo(204);
    }

    @Test
    void nameOfALivingClientIsTakenAndThatOfAnEndedOneIsFree() {
        Reply first = made("siem", "cert");
        Reply taken = kz.as("admin").post(CLIENTS, draft("siem", "cert"));

        assertThat(taken.problem()).isEqualTo("client-exists");
        assertAsDescribed("createClient", taken);
        kz.as("admin").delete(CLIENTS + '/' + first.text("id"), "");
        Reply second = made("siem", "cert");
        kz.change("update token set expires = now() where id = '" + second.text("id") + "' returning 1");
        assertThat(made("siem", "cert").text("id")).isNotEqualTo(second.text("id"));
    }

    @Test
    void lastAdministratorStays() {
        String admin = listed("admin").path("id").asString();
        Reply refused = kz.as("admin").delete(CLIENTS + '/' + admin, "");
        Reply other = made("admin 2", "admin");

        assertThat(refused.problem()).isEqualTo("last-administrator");
        assertAsDescribed("revokeClient", refused);
        assertThat(kz.as("admin").delete(CLIENTS + '/' + other.text("id"), "").status())
                .isEqualTo(204);
        assertThat(kz.as("admin").delete(CLIENTS + '/' + admin, "").problem()).isEqualTo("last-administrator");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000-0000-4000-8000-000000000000", "none", "1", "%27"})
    void whatIsNoClientIsNotFound(String id) {
        assertThat(kz.as("admin").delete(CLIENTS + '/' + id, "").status()).isEqualTo(404);
    }

    @Test
    void aProgramGetsNoClearance() {
        Reply refused =
                kz.as("admin").post(CLIENTS, "{\"name\":\"p\",\"kind\":\"machine\",\"roles\":[\"cert\"],\"red\":true}");

        assertThat(refused.problem()).isEqualTo("invalid-client");
        assertThat(refused.body()).contains("/red");
        assertAsDescribed("createClient", refused);
    }

    // H13: known, but not allowed.
    @ParameterizedTest
    @ValueSource(strings = {"cert", "operator", "officer", "auditor"})
    void onlyAdministratorsSeeAndMakeClients(String role) {
        Http caller = kz.as(role);

        assertThat(caller.get(CLIENTS).problem()).isEqualTo("forbidden");
        assertThat(caller.post(CLIENTS, draft("own", "admin")).problem()).isEqualTo("forbidden");
        assertThat(caller.delete(CLIENTS + "/00000000-0000-4000-8000-000000000000", "")
                        .problem())
                .isEqualTo("forbidden");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/alerts", "/v1/alerts/kz.none", "/v1/stream"})
    void whoAdministersOrAuditsReadsNoAlert(String path) {
        assertThat(kz.as("admin").get(path).problem()).isEqualTo("forbidden");
        assertThat(kz.as("auditor").get(path).problem()).isEqualTo("forbidden");
        assertThat(kz.as("auditor").get("/v1/quarantine").problem()).isEqualTo("forbidden");
    }
}
