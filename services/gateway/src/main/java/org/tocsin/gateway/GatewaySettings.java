/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.tocsin.protocol.Member;
import org.tocsin.transport.KafkaAccess;
import org.tocsin.transport.Pkcs11;

/**
 * What a gateway must be told. {@code member} is whose gateway this is; {@code kafka} the brokers' addresses and {@code
 * kafkaAccess} how it shows them who it is; {@code keyFile} its private signing key, {@code nextKeyFile} the one that
 * follows it, {@code pkcs11} a module with such keys, blank where there is none; {@code anchorFile} the registrar's public
 * key; {@code credentialsFile} where the first access tokens are written; {@code queue} how many submissions may wait for
 * a commit; {@code restored} whether its
 * database has just come from a backup; {@code reconciliation} how often it compares with each other member, leaving
 * out the newest {@code reconciliationLag}; {@code origin} where browsers find it; {@code requests} how many a client may
 * make a second, {@code failures} how many an address.
 */
@ConfigurationProperties("tocsin.gateway")
record GatewaySettings(
        String member,
        String kafka,
        KafkaAccess kafkaAccess,
        @DefaultValue("") String keyFile,
        @DefaultValue("") String nextKeyFile,
        @DefaultValue Pkcs11 pkcs11,
        Path anchorFile,
        Path credentialsFile,
        @DefaultValue("4096") int queue,
        @DefaultValue("false") boolean restored,
        @DefaultValue("PT1H") Duration reconciliation,
        @DefaultValue("PT5M") Duration reconciliationLag,
        @DefaultValue("") String origin,
        @DefaultValue("500") int requests,
        @DefaultValue("5") int failures) {

    /** Refuses a configuration that cannot be a gateway's. */
    GatewaySettings {
        if (!Member.isCode(member) || new Member(member).isReserved()) {
            throw new IllegalArgumentException("tocsin.gateway.member (TOCSIN_MEMBER) is not the code of a member");
        }
    }

    /** Its private signing keys; which of them signs, the directory says. */
    List<Path> keyFiles() {
        return Stream.of(keyFile, nextKeyFile)
                .filter(file -> !file.isBlank())
                .map(Path::of)
                .toList();
    }

    Member self() {
        return new Member(member);
    }
}
