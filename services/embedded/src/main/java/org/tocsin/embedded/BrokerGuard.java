/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.embedded;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * Who is let in at a guarded broker. Clients come by SCRAM and may do what an access list says, by default nothing. The
 * broker itself and its administrator come by a door of their own with passwords that are new at every start, so that
 * neither depends on what is stored in the broker; their names cannot be a member's code.
 */
final class BrokerGuard {

    static final String CLIENT_LISTENER = "CLIENT";
    static final String INTERNAL_LISTENER = "INTERNAL";
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private static final String BROKER = "_broker";
    private static final String ADMINISTRATOR = "_admin";
    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule required";
    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule required";
    private static final int PASSWORD_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final Map<String, String> FIXED = Map.ofEntries(
            Map.entry("inter.broker.listener.name", INTERNAL_LISTENER),
            Map.entry(
                    "listener.security.protocol.map",
                    "CLIENT:SASL_PLAINTEXT,INTERNAL:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT"),
            Map.entry("sasl.mechanism.inter.broker.protocol", "PLAIN"),
            Map.entry("sasl.mechanism.controller.protocol", "PLAIN"),
            Map.entry("listener.name.client.sasl.enabled.mechanisms", "SCRAM-SHA-512"),
            Map.entry("listener.name.internal.sasl.enabled.mechanisms", "PLAIN"),
            Map.entry("listener.name.controller.sasl.enabled.mechanisms", "PLAIN"),
            Map.entry("listener.name.client.scram-sha-512.sasl.jaas.config", SCRAM + ';'),
            Map.entry("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
            Map.entry("allow.everyone.if.no.acl.found", "false"),
            Map.entry("super.users", "User:" + BROKER + ";User:" + ADMINISTRATOR));

    private final String brokerPassword = password();
    private final String administratorPassword = password();

    /** What the broker is configured with beside its addresses. */
    Map<String, String> settings() {
        String self = PLAIN + " username=\"" + BROKER + "\" password=\"" + brokerPassword + "\" user_" + BROKER + "=\""
                + brokerPassword + '"';
        String administrator = " user_" + ADMINISTRATOR + "=\"" + administratorPassword + '"';
        Map<String, String> settings = new HashMap<>(FIXED);
        settings.put("listener.name.internal.plain.sasl.jaas.config", self + administrator + ';');
        settings.put("listener.name.controller.plain.sasl.jaas.config", self + ';');
        return settings;
    }

    /** What the administrator's client is configured with, at the address of the internal listener. */
    Map<String, String> administrator(String address) {
        return Map.of(
                "bootstrap.servers",
                address,
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                PLAIN + " username=\"" + ADMINISTRATOR + "\" password=\"" + administratorPassword + "\";");
    }

    private static String password() {
        byte[] random = new byte[PASSWORD_BYTES];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
