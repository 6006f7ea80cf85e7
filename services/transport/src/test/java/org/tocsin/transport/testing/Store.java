/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.tocsin.embedded.testing.RealParts;
import org.tocsin.embedded.testing.TestDatabase;

/**
 * A database of its own with the transport's tables, and {@code heard}: one row per message that a {@link Hearing}
 * stored, without a unique key, so that whatever came twice is seen. It refuses headlines that contain {@code poison}.
 */
public final class Store implements AutoCloseable {

    private static final List<String> SCHEMA =
            List.of("/org/tocsin/transport/db/V1__transport.sql", "/org/tocsin/transport/db/V5__redelivery.sql");
    private static final String HEARD = """
            create table heard (
                id        bigint generated always as identity primary key,
                topic     text   not null,
                partition int    not null,
                position  bigint not null,
                digest    text   not null,
                headline  text   not null check (headline not like '%poison%')
            )
            """;
    private static final int CONNECTION_MILLIS = 300;

    private final TestDatabase database = RealParts.newDatabase();
    private final HikariDataSource pool;

    private Store() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setMaximumPoolSize(4);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECTION_MILLIS);
        this.pool = new HikariDataSource(config);
    }

    /** A new database. */
    public static Store open() {
        Store store = new Store();
        SCHEMA.forEach(script -> store.run(text(script)));
        store.run(HEARD);
        return store;
    }

    /** Connections to it. */
    public DataSource database() {
        return pool;
    }

    /** Runs one statement or several. */
    public void run(String sql) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** The first column of a query. */
    public List<String> texts(String sql) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** A query for one number. */
    public long number(String sql) {
        return Long.parseLong(texts(sql).get(0));
    }

    /** The headlines heard, in the order they were stored. */
    public List<String> heard() {
        return texts("select headline from heard order by id");
    }

    /** The sum of all positions: how many records were taken past, when none began after a hole. */
    public long positions() {
        return number("select coalesce(sum(next), 0) from position");
    }

    /** What lies in quarantine, as {@code state reason}, in order. */
    public List<String> quarantine() {
        return texts("select state || ' ' || reason from quarantine order by id");
    }

    /** Cuts everybody off and lets nobody in, as a server that restarts does. */
    public void goAway() {
        fromOutside("alter database " + name() + " allow_connections false");
        fromOutside("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name() + "'");
    }

    /** Lets everybody in again. */
    public void comeBack() {
        fromOutside("alter database " + name() + " allow_connections true");
    }

    private String name() {
        return database.url().replaceAll(".*/([a-z0-9_]+).*", "$1");
    }

    private void fromOutside(String sql) {
        String url = database.url().replace(name(), "postgres");
        try (Connection connection = DriverManager.getConnection(url, database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String text(String resource) {
        try (InputStream in = Store.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
