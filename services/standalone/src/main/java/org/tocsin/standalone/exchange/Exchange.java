/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tocsin.embedded.DataDirectoryException;
import org.tocsin.embedded.EmbeddedPartException;
import org.tocsin.protocol.Member;
import org.tocsin.standalone.cli.CannotRun;
import org.tocsin.standalone.firststart.Identities;

/**
 * An exchange in this process. Started in the order data directory, broker and database, coordinator and gateways;
 * closed in the reverse order, however far the start had come. {@link #close} may be called while it is starting: it
 * waits for the step at hand, and no further one is taken.
 */
public final class Exchange implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Exchange.class);

    // An exchange that was killed a moment ago takes a moment to let go of its data.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final ExchangePlan plan;
    private final Identities identities;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private volatile boolean closed;

    /** The exchange of that plan, not started yet. */
    public Exchange(ExchangePlan plan) {
        this.plan = plan;
        this.identities = new Identities(plan.layout(), Clock.systemUTC());
    }

    /**
     * Starts it and returns when every gateway knows every member and takes part. {@code begun} is called once data and
     * ports are ours and the start will take its time.
     *
     * @throws CannotRun when it does not start; nothing of it runs any more then
     */
    public void start(Runnable begun) throws CannotRun {
        try {
            claim();
            begun.run();
            Backbone backbone = startBackbone();
            startServices(backbone);
            new Readiness(plan).await();
        } catch (CannotRun refused) {
            close();
            throw refused;
        } catch (DataDirectoryException refused) {
            close();
            throw CannotRun.here(Objects.requireNonNullElse(refused.getMessage(), ""), refused);
        } catch (InterruptedException stopping) {
            close();
            Thread.currentThread().interrupt();
            throw CannotRun.here("The start was interrupted.", stopping);
        } catch (IOException | SQLException | ExecutionException | RuntimeException failure) {
            close();
            throw failed(failure);
        }
    }

    /** Stops gateways, coordinator, broker and database, in this order; a second call does nothing. */
    @Override
    public void close() {
        closed = true;
        synchronized (this) {
            while (!parts.isEmpty()) {
                close(parts.pop());
            }
        }
    }

    private synchronized void claim() throws CannotRun, IOException {
        requireOpen();
        parts.push(new Patience(PATIENCE).claim(plan.layout().root()));
        Ports.requireFree(plan.ports());
        identities.makeKeys(plan.members());
        for (Member member : plan.members()) {
            Files.createDirectories(plan.layout().credentials(member).getParent());
        }
    }

    private synchronized Backbone startBackbone()
            throws CannotRun, IOException, SQLException, ExecutionException, InterruptedException {
        requireOpen();
        Backbone backbone = Backbone.start(plan.layout());
        parts.push(backbone);
        backbone.prepare(plan.layout(), plan.members());
        identities.listAll(plan.members());
        return backbone;
    }

    private synchronized void startServices(Backbone backbone) throws CannotRun, IOException {
        requireOpen();
        Services services = new Services();
        parts.push(services);
        services.start(plan, new ServiceVariables(plan.layout(), backbone));
        new FirstTokens(plan.layout()).collect(plan.places());
    }

    private void requireOpen() throws CannotRun {
        if (closed) {
            throw CannotRun.here("Stopped while starting.");
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception unclean) {
            log.warn("{} did not stop cleanly", part.getClass().getSimpleName(), unclean);
        }
    }

    private CannotRun failed(Exception failure) {
        // For the file only: the sentence below is what the console shows.
        log.info("The exchange did not start", failure);
        String why = failure instanceof EmbeddedPartException ? failure.getMessage() : "The exchange did not start.";
        return CannotRun.here(why + " The log says more: " + plan.layout().log(), failure);
    }
}
