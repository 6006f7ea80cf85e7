/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.embedded.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

class RealPartsIT {

    @Test
    void eachDatabaseIsNewAndEmpty() throws SQLException {
        TestDatabase one = RealParts.newDatabase();
        TestDatabase other = RealParts.newDatabase();

        createTable(one);
        createTable(other);

        assertThat(one.url()).isNotEqualTo(other.url());
    }

    @Test
    void topicHasThePartitionsAndSettingsAskedFor() throws Exception {
        String topic = "topic-" + RealParts.uniqueSuffix();

        RealParts.createTopic(topic, 2, Map.of("message.timestamp.type", "LogAppendTime"));

        try (Admin admin = Admin.create(Map.of("bootstrap.servers", RealParts.bootstrapServers()))) {
            var description =
                    admin.describeTopics(Set.of(topic)).allTopicNames().get().get(topic);
            var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
            var config = admin.describeConfigs(Set.of(resource)).all().get().get(resource);
            assertThat(description.partitions()).hasSize(2);
            assertThat(config.get("message.timestamp.type").value()).isEqualTo("LogAppendTime");
        }
        RealParts.deleteTopic(topic);
    }

    private static void createTable(TestDatabase database) throws SQLException {
        try (Connection connection =
                DriverManager.getConnection(database.url(), database.user(), database.password())) {
            connection.createStatement().execute("CREATE TABLE alert (title text)");
        }
    }
}
