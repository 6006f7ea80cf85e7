/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {

    private static final String DATABASE = "exchange";

    /** Shared by the tests, so that the programs are unpacked once; mode 700 as @TempDir makes it. */
    @TempDir
    static Path shared;

    private Path data;

    @BeforeEach
    void freshDataDirectory() throws IOException {
        data = Files.createTempDirectory(shared, "postgres");
    }

    @Test
    void rowsAddressAndPasswordSurviveAStop() throws SQLException {
        String url;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data, 0)) {
            postgres.createDatabase(DATABASE);
            url = postgres.jdbcUrl(DATABASE);
            execute(postgres, "CREATE TABLE alert (title text)", "INSERT INTO alert VALUES ('before')");
        }

        try (EmbeddedPostgres again = EmbeddedPostgres.start(data, 0)) {
            again.createDatabase(DATABASE);

            assertThat(again.jdbcUrl(DATABASE)).isEqualTo(url);
            assertThat(value(again, "SELECT title FROM alert")).isEqualTo("before");
        }
    }

    @Test
    void committedWorkIsOnTheDisk() throws SQLException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data, 0)) {
            postgres.createDatabase(DATABASE);

            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                assertThat(value(postgres, "SHOW " + setting)).as(setting).isEqualTo("on");
            }
        }
    }

    @Test
    void loginNeedsThePasswordWhichOnlyItsOwnerMayRead() throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data, 0)) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> DriverManager.getConnection(
                            postgres.jdbcUrl("postgres"), postgres.user(), "not the password"));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("password"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void serverLeftByAKilledJvmIsEndedAndItsRowsAreKept() throws Exception {
        KilledJvm.runs(StoresOneRow.class, data);
        ProcessHandle orphan = Postmaster.namedByPidFile(layout()).orElseThrow();
        assertThat(Postmaster.serves(orphan, layout())).isTrue();

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data, 0)) {
            assertThat(orphan.isAlive()).isFalse();
            assertThat(value(postgres, "SELECT title FROM alert")).isEqualTo("committed");
        }
    }

    @Test
    void rowsSurviveAKillOfTheServerItself() throws Exception {
        KilledJvm.runs(StoresOneRow.class, data);
        ProcessHandle orphan = Postmaster.namedByPidFile(layout()).orElseThrow();
        orphan.destroyForcibly();
        orphan.onExit().get();

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data, 0)) {
            assertThat(value(postgres, "SELECT title FROM alert")).isEqualTo("committed");
        }
    }

    @Test
    void strangerWhoseNumberIsInAStalePidFileIsNotHarmed() throws Exception {
        EmbeddedPostgres.start(data, 0).close();
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try {
            Files.writeString(layout().postmasterPid(), stranger.pid() + "\n" + layout().cluster() + "\n");

            try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data, 0)) {
                postgres.createDatabase(DATABASE);
            }

            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void secondServerOnTheSameDataIsRefused() {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data, 0)) {
            assertThatExceptionOfType(DataDirectoryException.class)
                    .as(postgres.user())
                    .isThrownBy(() -> EmbeddedPostgres.start(data, 0));
        }
    }

    @Test
    void programsAreUnpackedOnceForAllDirectoriesBesideEachOther() throws IOException {
        EmbeddedPostgres.start(data, 0).close();
        FileTime unpacked = Files.getLastModifiedTime(binaries());

        EmbeddedPostgres.start(data.resolveSibling("another"), 0).close();

        assertThat(Files.getLastModifiedTime(binaries())).isEqualTo(unpacked);
    }

    @Test
    void rootMayKeepDataWhereNobodyElseCanEnter() throws IOException {
        assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "needs root");
        Path home = Files.createDirectory(
                data.resolve("home"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home.resolve("checkout/data/postgres"), 0)) {
            assertThatCode(() -> postgres.createDatabase(DATABASE)).doesNotThrowAnyException();
        }
    }

    @Test
    void databaseNamesAreCheckedBeforeTheyReachTheServer() {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data, 0)) {
            for (String name : List.of("", "Upper", "1st", "a-b", "a\"; DROP DATABASE postgres; --")) {
                assertThatIllegalArgumentException().isThrownBy(() -> postgres.createDatabase(name));
            }
            assertThatCode(() -> postgres.createDatabase("user")).doesNotThrowAnyException();
        }
    }

    static final class StoresOneRow {
        public static void main(String[] arguments) throws SQLException {
            EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(arguments[0]), 0);
            postgres.createDatabase(DATABASE);
            execute(postgres, "CREATE TABLE alert (title text)", "INSERT INTO alert VALUES ('committed')");
            KilledJvm.killThisJvm();
        }
    }

    private PostgresLayout layout() throws IOException {
        return new PostgresLayout(data.toRealPath());
    }

    private static Path binaries() throws IOException {
        try (var entries = Files.newDirectoryStream(shared, "postgres-binaries-*")) {
            return entries.iterator().next();
        }
    }

    private static Connection connection(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(DATABASE), postgres.user(), postgres.password());
    }

    private static void execute(EmbeddedPostgres postgres, String... statements) throws SQLException {
        try (Connection connection = connection(postgres);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String value(EmbeddedPostgres postgres, String query) throws SQLException {
        try (Connection connection = connection(postgres);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
