/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.event;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;
import org.tocsin.transport.DaemonThreads;

/**
 * Wakes the streams of this member's other replicas, and hears from them, by PostgreSQL's NOTIFY: at most one every
 * {@value #COLLECT_MILLIS} ms, on connections of its own, and only while there is another replica, since a notification
 * holds a lock across the whole database server until it commits. The order and completeness of streams never depend on
 * it: whoever misses one looks at the table two seconds later.
 */
@Component
class Replicas implements InitializingBean, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Replicas.class);
    private static final String NAME = "tocsin-gateway-replica";
    private static final String OTHERS = "select count(*) - 1 from pg_stat_activity"
            + " where datname = current_database() and application_name = '" + NAME + "'";
    private static final int COLLECT_MILLIS = 5;
    private static final int LISTEN_MILLIS = 1_000;
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final HikariDataSource database;
    private final Tail tail;
    private final Thread listener = DaemonThreads.named("replicas").newThread(this::listen);
    private final ScheduledExecutorService notifier = DaemonThreads.scheduler("replicas-notify");
    private final AtomicBoolean isDue = new AtomicBoolean();
    private volatile boolean hasOthers;
    private volatile boolean closed;
    private volatile int ownProcess;
    private @Nullable Connection speaking;

    Replicas(DataSource database, Tail tail) throws SQLException {
        this.database = database.unwrap(HikariDataSource.class);
        this.tail = tail;
    }

    @Override
    public void afterPropertiesSet() {
        tail.onCommit(this::committed);
        listener.start();
    }

    @Override
    public void destroy() {
        closed = true;
        notifier.shutdownNow();
        LockSupport.unpark(listener);
    }

    private void committed() {
        if (hasOthers && isDue.compareAndSet(false, true)) {
            notifier.schedule(this::tell, COLLECT_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void tell() {
        isDue.set(false);
        try (Statement statement = speaking().createStatement()) {
            statement.execute("notify tocsin_events");
        } catch (SQLException later) {
            log.debug("The other replicas look by themselves: {}", later.getSQLState());
            hangUp();
        }
    }

    private Connection speaking() throws SQLException {
        if (speaking == null) {
            speaking = connect("tocsin-gateway-notify");
            ownProcess = speaking.unwrap(PGConnection.class).getBackendPID();
        }
        return speaking;
    }

    private void hangUp() {
        try (Connection broken = speaking) {
            speaking = null;
        } catch (SQLException closedAlready) {
            log.debug("Already gone: {}", closedAlready.getSQLState());
        }
    }

    private void listen() {
        while (!closed) {
            try (Connection connection = connect(NAME);
                    Statement statement = connection.createStatement()) {
                statement.execute("listen tocsin_events");
                tail.lookBehind();
                hear(connection, statement);
            } catch (SQLException later) {
                log.debug("Replicas are listened to again: {}", later.getSQLState());
                LockSupport.parkNanos(this, PAUSE_NANOS);
            }
        }
    }

    private void hear(Connection connection, Statement statement) throws SQLException {
        PGConnection server = connection.unwrap(PGConnection.class);
        while (!closed) {
            try (ResultSet others = statement.executeQuery(OTHERS)) {
                others.next();
                hasOthers = others.getInt(1) > 0;
            }
            PGNotification[] heard = server.getNotifications(LISTEN_MILLIS);
            if (isForeign(heard)) {
                tail.lookBehind();
            }
        }
    }

    private boolean isForeign(PGNotification @Nullable [] heard) {
        for (PGNotification one : heard == null ? new PGNotification[0] : heard) {
            if (one.getPID() != ownProcess) {
                return true;
            }
        }
        return false;
    }

    // Not from the pool: what listens keeps its connection for good. A notification need not be durable.
    private Connection connect(String name) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(database.getDataSourceProperties());
        properties.setProperty("user", database.getUsername());
        properties.setProperty("password", database.getPassword());
        properties.setProperty("ApplicationName", name);
        properties.setProperty("options", "-c synchronous_commit=off");
        return DriverManager.getConnection(database.getJdbcUrl(), properties);
    }
}
