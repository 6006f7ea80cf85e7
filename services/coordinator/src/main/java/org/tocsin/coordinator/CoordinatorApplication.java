/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator;

import java.util.Map;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;

/** The coordinator as a process of its own, or inside the standalone beside the gateways. */
@SpringBootApplication
@EnableConfigurationProperties(CoordinatorSettings.class)
public class CoordinatorApplication {

    /** Starts the coordinator configured by environment variables. */
    public static void main(String[] args) {
        start(Map.of());
    }

    /**
     * Starts a coordinator with properties that win over the environment. When this returns its door is open; it takes
     * messages as soon as it has read the directory to its end.
     */
    public static ConfigurableApplicationContext start(Map<String, Object> properties) {
        // As arguments, since logging is configured before any later source of properties is seen.
        String[] given = properties.entrySet().stream()
                .map(property -> "--" + property.getKey() + '=' + property.getValue())
                .toArray(String[]::new);
        return new SpringApplicationBuilder(CoordinatorApplication.class)
                .properties(Map.<String, Object>of("spring.config.name", "coordinator"))
                .registerShutdownHook(properties.isEmpty())
                .run(given);
    }
}
