/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.tocsin.transport.inbound.DirectoryReader;
import org.tocsin.transport.inbound.QuarantineCount;
import org.tocsin.transport.outbound.MessageSender;

/** The contributors of the health group {@code exchange}, which calls people. */
@Configuration(proxyBeanMethods = false)
class ExchangeHealth {

    /** Down while a lane is not listened to, or its batches fail. */
    @Bean("listenersHealthIndicator")
    HealthIndicator listeners(Listeners listeners) {
        return () -> (listeners.isHealthy() ? Health.up() : Health.down()).build();
    }

    /** Down while the broker does not answer. */
    @Bean("brokerHealthIndicator")
    HealthIndicator broker(MessageSender sender) {
        return () -> (sender.isReachable() ? Health.up() : Health.down()).build();
    }

    /** Tells how much lies in quarantine; poison is somebody's mistake, not an outage. */
    @Bean("quarantineHealthIndicator")
    HealthIndicator quarantine(DataSource database, DirectoryReader directory) {
        return () -> {
            try {
                QuarantineCount count = QuarantineCount.of(database);
                return Health.up()
                        .withDetail("refused", count.refused())
                        .withDetail("waiting", count.waiting())
                        .withDetail("directoryRollbacks", directory.rollbacks())
                        .build();
            } catch (SQLException failure) {
                return Health.down()
                        .withDetail("state", String.valueOf(failure.getSQLState()))
                        .build();
            }
        };
    }
}
