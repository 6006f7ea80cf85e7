/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tocsin.gateway.testing.Gateway;
import org.tocsin.gateway.testing.Reply;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.testing.Examples;

/** A gateway whose database came from a backup knows again what it said since, and owes it again. */
class RestoreIT {

    private static final String DRAFT = "{\"status\":\"test\",\"precedence\":\"FLASH\",\"tlp\":\"TLP:GREEN\","
            + "\"audience\":{\"action\":[\"uz\",\"kg\"]},\"info\":[{\"language\":\"en\",\"headline\":\"Said since\"}]}";

    private static final Map<String, Object> PROPERTIES = new HashMap<>();
    private static Gateway kz;

    @BeforeAll
    static void startGateway() {
        kz = Gateway.start(PROPERTIES);
    }

    @AfterAll
    static void stopGateway() {
        kz.close();
    }

    @Test
    void whatWasSaidSinceTheBackupIsKnownAndOwedAgainUnderHigherNumbers() {
        String id = kz.as("cert").post("/v1/alerts", DRAFT).json().path("id").asString();
        Alert received = Examples.alert().from("uz").to("kz").build();
        String alert = received.header().alert().toString();
        kz.told(Lane.URGENT, alert, Examples.signed(received).bytes());
        await().until(() -> kz.as("operator").get("/v1/alerts/" + alert).status() == 200);
        kz.as("operator")
                .post(
                        "/v1/alerts/" + alert + "/answers",
                        "{\"kind\":\"acknowledgement\",\"revision\":1,\"outcome\":\"accepted\"}");
        await().until(() -> kz.messages(Lane.URGENT).size() >= 2);
        long last = kz.count("select last from event_counter");
        forgetEverything();
        kz.stop();
        PROPERTIES.put("tocsin.gateway.restored", "true");

        kz.restart();

        await().until(() -> kz.as("cert").get("/v1/alerts/" + id).status() == 200);
        await().until(() -> kz.count("select count(*) from event where kind = 'answer'") == 1);
        Reply list = kz.as("cert").get("/v1/alerts?direction=sent");
        assertThat(list.json().path("items")).hasSize(1);
        assertThat(kz.count("select count(*) from owed o join message m using (digest) where m.type like '%alert%'"))
                .isEqualTo(2);
        assertThat(kz.count("select count(*) from owed o join message m using (digest) where m.type like '%answer%'"))
                .isEqualTo(1);
        assertThat(kz.count("select min(id) from event")).isGreaterThan(last);
        await().until(() -> kz.messages(Lane.URGENT).size() >= 4);
    }

    private static void forgetEverything() {
        Stream.of("owed", "message", "alert_index", "position", "event")
                .forEach(table -> kz.change("delete from " + table + " returning 1"));
        kz.change("update event_counter set last = 0 returning 1");
    }
}
