/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Which files ask the tables that hold alerts, since no rule over types sees that in a statement's text. A new one here
 * has to say whom it reads for: a reader asks {@code reading}; other members are served by their own signed audience.
 */
class StoredTextTest {

    private static final Path SOURCES = Path.of("src/main/java/org/tocsin/gateway");
    private static final Pattern HOLDS_ALERTS =
            Pattern.compile("\\b(from|join|update|into|using)\\s+(event|message|alert_index|quarantine)\\b");

    private static Set<String> filesThatAsk() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> HOLDS_ALERTS.matcher(text(file)).find())
                    .map(file -> SOURCES.relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void onlyTheReadingRoomAndTheSearchGiveReadersWhatIsStored() throws IOException {
        Set<String> forReaders =
                Set.of("reading/ReadableAlerts.java", "alert/AlertSearch.java", "alert/RefusalsController.java");
        Set<String> forThisGatewayItself =
                Set.of("event/Events.java", "inbox/Inbox.java", "reconciliation/Ledger.java");
        Set<String> forOtherMembers = Set.of(
                "member/DirectoryChanges.java",
                "outbox/Outbox.java",
                "outbox/RefusedForKey.java",
                "outbox/Sweep.java",
                "restore/Relearning.java");

        assertThat(filesThatAsk())
                .isEqualTo(Stream.of(forReaders, forThisGatewayItself, forOtherMembers)
                        .flatMap(Set::stream)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void searchLooksThroughNothingButWhatItsReaderMayRead() {
        String search = text(SOURCES.resolve("alert/AlertSearch.java"));

        assertThat(search.split("alert_index i", -1)).hasSize(2);
        assertThat(search).contains("i.tlp = any (?)", "reader.labels()");
        assertThat(text(SOURCES.resolve("alert/RefusalsController.java"))).contains("tlp = any (?)", "reader.labels()");
    }
}
