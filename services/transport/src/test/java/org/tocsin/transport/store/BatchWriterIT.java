/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tocsin.transport.testing.Store;

class BatchWriterIT {

    private static final String INSERT = """
            insert into note (text) select * from unnest(?::text[]) returning id
            """;

    private final Store store = Store.open();
    private final AtomicInteger statements = new AtomicInteger();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final BatchWriter<String, Long> writer = new BatchWriter<>("writer", 10, new Notes());

    BatchWriterIT() {
        store.run("create table note (id bigint generated always as identity, text text not null"
                + " check (text <> 'poison'))");
    }

    @AfterEach
    void close() {
        gate.countDown();
        writer.close();
        store.close();
    }

    @Test
    void itemsThatArriveTogetherShareACommitInTheirOrder() throws Exception {
        List<CompletableFuture<Long>> submitted = submitBehindGate("a", "b", "c", "d");
        gate.countDown();

        for (int i = 0; i < submitted.size(); i++) {
            assertThat(submitted.get(i).get()).isEqualTo(i + 1);
        }
        assertThat(store.texts("select text from note order by id")).containsExactly("first", "a", "b", "c", "d");
        assertThat(statements).hasValue(2);
    }

    @Test
    void poisonousItemFailsAlone() throws Exception {
        List<CompletableFuture<Long>> submitted = submitBehindGate("a", "poison", "c");
        gate.countDown();

        assertThatThrownBy(submitted.get(2)::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(SQLException.class, failure -> assertThat(failure.getSQLState())
                        .isEqualTo("23514"));
        submitted.get(1).get();
        submitted.get(3).get();
        assertThat(store.texts("select text from note order by id")).containsExactly("first", "a", "c");
    }

    @Test
    void defectInOneItemSparesItsNeighbours() throws Exception {
        List<CompletableFuture<Long>> submitted = submitBehindGate("a", "defect", "c");
        gate.countDown();

        assertThatThrownBy(submitted.get(2)::get).hasCauseInstanceOf(IllegalStateException.class);
        submitted.get(1).get();
        submitted.get(3).get();
        assertThat(store.texts("select text from note order by id")).containsExactly("first", "a", "c");
    }

    @Test
    void whatIsCommittedIsToldSoEvenIfTheEchoFails() throws Exception {
        List<CompletableFuture<Long>> submitted = submitBehindGate("a", "echo-fails");
        gate.countDown();

        submitted.get(1).get();
        submitted.get(2).get();
        assertThat(store.texts("select text from note order by id")).containsExactly("first", "a", "echo-fails");
    }

    @Test
    void curableFailureFailsTheBatchWithoutReplay() {
        List<CompletableFuture<Long>> submitted = submitBehindGate("a", "deadlock", "c");
        gate.countDown();

        for (CompletableFuture<Long> item : submitted.subList(1, 4)) {
            assertThatThrownBy(item::get).hasCauseInstanceOf(SQLException.class);
        }
        assertThat(statements).hasValue(2);
        assertThat(store.texts("select text from note")).containsExactly("first");
    }

    @Test
    void fullQueueRefusesAtOnce() {
        submitBehindGate(IntStream.range(0, 10).mapToObj(Integer::toString).toArray(String[]::new));

        CompletableFuture<Long> tooMany = writer.submit("one too many");

        assertThat(tooMany).isCompletedExceptionally();
        assertThatThrownBy(tooMany::get).hasCauseInstanceOf(Overloaded.class);
        assertThat(writer.waiting()).isEqualTo(10);
    }

    @Test
    void closingFailsWhatStillWaitsAndWhatComesLater() {
        List<CompletableFuture<Long>> submitted = submitBehindGate("a", "b");

        CompletableFuture.runAsync(writer::close);
        await().untilAsserted(() -> assertThat(writer.submit("late")).isCompletedExceptionally());
        gate.countDown();

        await().untilAsserted(() -> assertThat(submitted).allMatch(CompletableFuture::isDone));
        assertThatThrownBy(submitted.get(1)::get).hasCauseInstanceOf(Overloaded.class);
        assertThatThrownBy(submitted.get(2)::get).hasCauseInstanceOf(Overloaded.class);
        assertThat(store.texts("select text from note")).doesNotContain("a", "b", "late");
    }

    private List<CompletableFuture<Long>> submitBehindGate(String... items) {
        List<CompletableFuture<Long>> submitted = new ArrayList<>();
        submitted.add(writer.submit("first"));
        await().until(() -> statements.get() == 1);
        for (String item : items) {
            submitted.add(writer.submit(item));
        }
        return submitted;
    }

    private final class Notes implements Commit<String, Long> {

        @Override
        public List<Long> store(List<String> items) throws SQLException {
            boolean isFirst = statements.getAndIncrement() == 0;
            if (items.contains("defect")) {
                throw new IllegalStateException("a defect");
            }
            try (Connection connection = store.database().getConnection();
                    PreparedStatement statement = connection.prepareStatement(INSERT)) {
                if (isFirst) {
                    awaitGate();
                }
                if (items.contains("deadlock")) {
                    connection
                            .createStatement()
                            .execute("do $$ begin raise exception 'trouble' using errcode = '40P01'; end $$");
                }
                new Binding(statement).texts(items, item -> item);
                return ids(statement);
            }
        }

        @Override
        public void stored(List<String> items, List<Long> results) {
            if (items.contains("echo-fails")) {
                throw new IllegalStateException("a defect");
            }
        }

        private List<Long> ids(PreparedStatement statement) throws SQLException {
            List<Long> ids = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
            }
            return ids;
        }

        private void awaitGate() throws SQLException {
            try {
                gate.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new SQLException("stopped", "57014");
            }
        }
    }
}
