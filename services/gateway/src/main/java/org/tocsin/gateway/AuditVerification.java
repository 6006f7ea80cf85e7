/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.tocsin.gateway.audit.ChainCheck;

/**
 * {@code --verify-audit}: checks the audit in the database that a gateway of this configuration would use, says what came
 * of it, and starts nothing.
 */
class AuditVerification {

    static final String OPTION = "--verify-audit";

    private static final Logger log = LoggerFactory.getLogger(AuditVerification.class);
    private static final int WHOLE = 0;
    private static final int BROKEN = 1;
    private static final int UNREADABLE = 2;

    /** The code to leave with: 0 when the audit is whole, 1 when it is not, 2 when it could not be read. */
    static int run(Map<String, Object> properties) {
        try (ConfigurableApplicationContext context = configuration(properties);
                Connection connection = connect(context.getEnvironment())) {
            ChainCheck.Verdict verdict = ChainCheck.of(connection);
            if (verdict.isWhole()) {
                log.info("{}", verdict);
                return WHOLE;
            }
            log.error("{}", verdict);
            return BROKEN;
        } catch (SQLException unreadable) {
            log.error("The audit could not be read: SQLSTATE {}", unreadable.getSQLState());
            return UNREADABLE;
        }
    }

    private static ConfigurableApplicationContext configuration(Map<String, Object> properties) {
        return new SpringApplicationBuilder(AuditVerification.class)
                .properties("spring.config.name=gateway")
                .initializers(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource("given", properties)))
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .run("--spring.main.web-application-type=none");
    }

    private static Connection connect(Environment environment) throws SQLException {
        return DriverManager.getConnection(
                environment.getRequiredProperty("spring.datasource.url"),
                environment.getRequiredProperty("spring.datasource.username"),
                environment.getRequiredProperty("spring.datasource.password"));
    }
}
