/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.context.ConfigurableApplicationContext;
import org.tocsin.coordinator.CoordinatorApplication;
import org.tocsin.gateway.GatewayApplication;

/** The coordinator and the gateways, started a few at a time; gateways end before the coordinator does. */
final class Services implements AutoCloseable {

    private static final int AT_A_TIME = 2;

    private final ConcurrentLinkedDeque<ConfigurableApplicationContext> gateways = new ConcurrentLinkedDeque<>();
    private final ConcurrentLinkedDeque<ConfigurableApplicationContext> coordinators = new ConcurrentLinkedDeque<>();

    /** Starts all of them and returns when each is ready; the first failure is thrown after the others have ended. */
    void start(ExchangePlan plan, ServiceVariables variables) {
        List<Runnable> starts = new ArrayList<>();
        starts.add(() -> coordinators.add(
                CoordinatorApplication.start(variables.coordinator(plan.coordinatorManagementPort()))));
        plan.places()
                .forEach(place -> starts.add(() -> gateways.add(GatewayApplication.start(variables.gateway(place)))));
        ExecutorService starters = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            runAll(starts, starters);
        } finally {
            starters.shutdown();
        }
    }

    @Override
    public void close() {
        closeAll(gateways);
        closeAll(coordinators);
    }

    private static void runAll(List<Runnable> starts, ExecutorService starters) {
        CompletableFuture<?>[] running = starts.stream()
                .map(start -> CompletableFuture.runAsync(start, starters))
                .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(running).join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
        }
    }

    // Each takes its time to let open streams go, so they go together.
    private static void closeAll(ConcurrentLinkedDeque<ConfigurableApplicationContext> contexts) {
        CompletableFuture<?>[] closing = contexts.stream()
                .map(context -> CompletableFuture.runAsync(context::close))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(closing).exceptionally(unclean -> null).join();
        contexts.clear();
    }
}
