/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tocsin.protocol.Member;
import org.tocsin.standalone.firststart.DataLayout;
import org.tocsin.standalone.testing.Desk;
import org.tocsin.standalone.testing.TocsinProcess;

/** The one command, as a process: what it promises to whoever starts, kills and restarts it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class StandaloneIT {

    private static final int FIRST_CANDIDATE = 18_000;
    private static final int LAST_CANDIDATE = 28_000;
    private static final int APART = 200;

    @TempDir
    private static Path directory;

    private static Path data;
    private static int port;
    private static TocsinProcess exchange;

    @BeforeAll
    static void startWithTwoMembersAndTheCentre() {
        data = directory.resolve("tocsin data");
        port = freePorts();
        exchange = started("kz,uz");
    }

    @AfterAll
    static void stop() throws InterruptedException {
        exchange.close();
    }

    @Test
    @Order(1)
    void alertPostedAtOneMemberIsOnTheOthersStream() throws Exception {
        String alert = desk("kz").alerts("uz");

        assertThat(desk("uz").received()).containsExactly(alert);
    }

    @Test
    @Order(2)
    void readyMeansAShortTableAndLinesToTry() {
        assertThat(exchange.out().lines())
                .hasSizeLessThan(25)
                .anyMatch(line -> line.contains("Uzbekistan") && line.contains("http://127.0.0.1:" + (port + 1)))
                .anyMatch(line -> line.contains("curl"))
                .noneMatch(line -> line.contains("tsn_"));
        assertThat(exchange.err()).isEmpty();
    }

    @Test
    @Order(3)
    void tokensAreForTheirOwnerOnly() throws IOException {
        DataLayout layout = new DataLayout(data);

        assertThat(mode(layout.credentials())).isEqualTo("rw-------");
        assertThat(mode(layout.token(new Member("kz"), "cert"))).isEqualTo("rw-------");
    }

    @Test
    @Order(3)
    void passwordsAtTheBrokerAreForTheirOwnerOnlyAndInNoLog() throws IOException {
        DataLayout layout = new DataLayout(data);
        String log = Files.readString(layout.log());

        for (String owner : List.of("kz", "uz", "centre", "coordinator")) {
            Path file = layout.kafkaPassword(new Member(owner));
            assertThat(mode(file)).isEqualTo("rw-------");
            assertThat(log).doesNotContain(Files.readString(file).strip());
        }
        assertThat(mode(layout.broker().resolve("admin.properties"))).isEqualTo("rw-------");
        assertThat(log).doesNotContain("LoginModule");
    }

    @Test
    @Order(4)
    void secondStartOnTheSameDataIsRefusedInOneLine() throws InterruptedException {
        try (TocsinProcess second = run("second", "--data=" + data, "--port=" + (port + 10))) {
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.err().lines()).singleElement().asString().contains("in use");
        }
    }

    @Test
    @Order(5)
    void takenPortIsRefusedInOneLineBeforeAnythingStarts() throws InterruptedException {
        Path elsewhere = directory.resolve("elsewhere");
        try (TocsinProcess second = run("taken", "--data=" + elsewhere, "--port=" + port)) {
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.err().lines()).singleElement().asString().contains("Port " + port);
        }
        assertThat(elsewhere.resolve("kafka")).doesNotExist();
    }

    @Test
    @Order(6)
    void wrongCommandLeavesWithTwo() throws InterruptedException {
        try (TocsinProcess wrong = run("wrong", "--members=KZ")) {
            assertThat(wrong.exitCode()).isEqualTo(2);
            assertThat(wrong.err().lines()).hasSize(1);
        }
    }

    @Test
    @Order(7)
    void whatWasAcceptedSurvivesAKillAndAMemberJoinsAtTheNextStart() throws Exception {
        String before = desk("uz").received().get(0);

        exchange.kill();
        exchange = started("kz,uz,kg");

        assertThat(desk("uz").received()).containsExactly(before);
        String after = desk("kz").alerts("kg");
        assertThat(desk("kg").received()).containsExactly(after);
    }

    @Test
    @Order(8)
    void toldToStopItEndsEverything() throws InterruptedException {
        exchange.stop();

        assertThat(IntStream.range(port, port + 4)).allMatch(StandaloneIT::isFree);
        assertThat(data.resolve("postgres/cluster/postmaster.pid")).doesNotExist();
    }

    @Test
    @Order(9)
    void auditOfTheStoppedExchangeIsWholeAcrossItsKill() throws InterruptedException {
        try (TocsinProcess check = run("audit", "audit", "verify", "--member", "kz", "--data=" + data)) {
            assertThat(check.exitCode()).as(check.err()).isZero();
            assertThat(check.out()).contains("The audit is whole");
        }
    }

    private static TocsinProcess started(String members) {
        return run("exchange", "--members=" + members, "--data=" + data, "--port=" + port)
                .awaitReady();
    }

    private static TocsinProcess run(String name, String... words) {
        return TocsinProcess.run(directory.resolve(name), words);
    }

    private static Desk desk(String member) throws IOException {
        return Desk.of(member, data);
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static int freePorts() {
        return IntStream.iterate(FIRST_CANDIDATE, first -> first < LAST_CANDIDATE, first -> first + APART)
                .filter(first -> IntStream.range(first, first + 20).allMatch(StandaloneIT::isFree)
                        && IntStream.range(first + 100, first + 120).allMatch(StandaloneIT::isFree))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
