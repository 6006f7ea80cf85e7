/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;

/** A gateway as a process of its own, or as one of several inside the standalone. */
@SpringBootApplication
@EnableConfigurationProperties(GatewaySettings.class)
public class GatewayApplication {

    /** Starts one gateway configured by environment variables, or with {@code --verify-audit} checks its audit. */
    public static void main(String[] args) {
        if (Arrays.asList(args).contains(AuditVerification.OPTION)) {
            System.exit(AuditVerification.run(Map.of()));
        }
        start(Map.of(), args);
    }

    /** Starts a gateway with properties that win over the environment; the context is ready when this returns. */
    public static ConfigurableApplicationContext start(Map<String, Object> properties, String... args) {
        Map<String, Object> named = new HashMap<>(Map.of("spring.config.name", "gateway"));
        return new SpringApplicationBuilder(GatewayApplication.class)
                .properties(named)
                .initializers(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new org.springframework.core.env.MapPropertySource("given", properties)))
                .registerShutdownHook(properties.isEmpty())
                .run(args);
    }
}
