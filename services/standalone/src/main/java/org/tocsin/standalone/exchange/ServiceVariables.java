/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.exchange;

import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import org.tocsin.protocol.Member;
import org.tocsin.standalone.firststart.DataLayout;
import org.tocsin.standalone.firststart.Databases;

/**
 * The variables that {@code gateway.yml} and {@code coordinator.yml} name, as this exchange sets them: the same ones a
 * container would be given.
 */
final class ServiceVariables {

    private static final String LOOPBACK = "127.0.0.1";

    private final DataLayout layout;
    private final Backbone backbone;

    ServiceVariables(DataLayout layout, Backbone backbone) {
        this.layout = layout;
        this.backbone = backbone;
    }

    Map<String, Object> gateway(Place place) {
        Map<String, Object> variables = common(place.member(), Databases.of(place.member()));
        variables.put("TOCSIN_MEMBER", place.member().code());
        variables.put("TOCSIN_CREDENTIALS_FILE", text(layout.credentials(place.member())));
        variables.put("TOCSIN_PORT", place.port());
        variables.put("TOCSIN_ADDRESS", LOOPBACK);
        variables.put("TOCSIN_MANAGEMENT_PORT", place.managementPort());
        return variables;
    }

    Map<String, Object> coordinator(int managementPort) {
        Map<String, Object> variables = common(Member.COORDINATOR, Databases.COORDINATOR);
        variables.put("TOCSIN_DIRECTORY_FILE", text(layout.directory()));
        variables.put("TOCSIN_PARTITIONS", Backbone.PARTITIONS);
        variables.put("TOCSIN_MANAGEMENT_PORT", managementPort);
        return variables;
    }

    private Map<String, Object> common(Member owner, String database) {
        Map<String, Object> variables = new HashMap<>();
        variables.put("TOCSIN_KAFKA", backbone.broker().bootstrapServers());
        // Unencrypted, which is in order on this machine only.
        variables.put("TOCSIN_KAFKA_PROTOCOL", "SASL_PLAINTEXT");
        variables.put("TOCSIN_KAFKA_PASSWORD_FILE", text(layout.kafkaPassword(owner)));
        variables.put("TOCSIN_KEY_FILE", text(layout.key(owner)));
        if (Files.exists(layout.nextKey(owner))) {
            variables.put("TOCSIN_NEXT_KEY_FILE", text(layout.nextKey(owner)));
        }
        variables.put("TOCSIN_ANCHOR_FILE", text(layout.anchor()));
        variables.put("TOCSIN_MANAGEMENT_ADDRESS", LOOPBACK);
        variables.put("TOCSIN_DATABASE_URL", backbone.postgres().jdbcUrl(database));
        variables.put("TOCSIN_DATABASE_USER", backbone.postgres().user());
        variables.put("TOCSIN_DATABASE_PASSWORD", backbone.postgres().password());
        return variables;
    }

    private static String text(java.nio.file.Path path) {
        return path.toAbsolutePath().toString();
    }
}
