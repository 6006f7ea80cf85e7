/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.tocsin.protocol.Member;

/**
 * What a gateway must be told. {@code member} is whose gateway this is; {@code kafka} the brokers' addresses; {@code
 * keyFile} its private signing key; {@code anchorFile} the registrar's public key; {@code credentialsFile} where the
 * first access tokens are written; {@code queue} how many submissions may wait for a commit; {@code restored} whether its
 * database has just come from a backup; {@code reconciliation} how often it compares with each other member, leaving
 * out the newest {@code reconciliationLag}.
 */
@ConfigurationProperties("tocsin.gateway")
record GatewaySettings(
        String member,
        String kafka,
        Path keyFile,
        Path anchorFile,
        Path credentialsFile,
        @DefaultValue("4096") int queue,
        @DefaultValue("false") boolean restored,
        @DefaultValue("PT1H") Duration reconciliation,
        @DefaultValue("PT5M") Duration reconciliationLag) {

    /** Refuses a configuration that cannot be a gateway's. */
    GatewaySettings {
        if (!Member.isCode(member) || new Member(member).isReserved()) {
            throw new IllegalArgumentException("tocsin.gateway.member (TOCSIN_MEMBER) is not the code of a member");
        }
    }

    Member self() {
        return new Member(member);
    }
}
