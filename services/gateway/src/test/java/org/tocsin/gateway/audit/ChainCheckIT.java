/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tocsin.gateway.testing.Gateway;

/** Whatever somebody with all rights in the database changes in the audit, the check names the first broken link. */
class ChainCheckIT {

    private static final String DRAFT = "{\"status\":\"test\",\"precedence\":\"FLASH\",\"tlp\":\"TLP:GREEN\","
            + "\"audience\":{\"action\":[\"uz\"]},\"info\":[{\"language\":\"en\",\"headline\":\"Audited\"}]}";
    private static final int ENTRIES = 6;

    private static Gateway kz;

    @BeforeAll
    static void sixAlerts() {
        kz = Gateway.start();
        for (int i = 0; i < ENTRIES; i++) {
            kz.as("cert").post("/v1/alerts", DRAFT);
        }
        kz.as("auditor").get("/v1/audit");
    }

    @AfterAll
    static void stopGateway() {
        kz.close();
    }

    private static ChainCheck.Verdict after(String... tampering) throws SQLException {
        try (Connection connection = kz.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("alter table audit disable trigger audit_append_only");
            statement.execute("alter table audit_checkpoint disable trigger audit_append_only");
            for (String change : tampering) {
                statement.execute(change);
            }
            try {
                return ChainCheck.within(connection);
            } finally {
                connection.rollback();
            }
        }
    }

    @Test
    void untouchedChainIsWhole() throws SQLException {
        try (Connection connection = kz.connect()) {
            ChainCheck.Verdict verdict = ChainCheck.of(connection);

            assertThat(verdict.isWhole()).as(verdict.toString()).isTrue();
            assertThat(verdict.links()).isEqualTo(ENTRIES);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "an entry | update audit set entry = replace(entry, 'cert', 'copt') where seq = 3 | 3",
                "a time | update audit set entry = replace(entry, '\"at\":\"20', '\"at\":\"19') where seq = 2 | 2",
                "white space | update audit set entry = concat(entry, ' ') where seq = 6 | 6",
                "a hash | update audit set hash = repeat('a', 64) where seq = 1 | 1",
                "no hash | update audit set hash = '' where seq = 4 | 4",
                "a number | update audit set seq = 60 where seq = 6 | 6",
                "a row less | delete from audit where seq = 2 | 2",
                "the first row less | delete from audit where seq = 1 | 1",
                "the last row less | delete from audit where seq = 6 | 6",
                "the head | update audit_head set seq = 5 | 7",
                "the head's hash | update audit_head set hash = repeat('a', 64) | 7",
                "all of it | delete from audit | 1"
            })
    void changeIsFoundWhereItIs(String what, String change, long broken) throws SQLException {
        ChainCheck.Verdict verdict = after(change);

        assertThat(verdict.broken()).as(what + ": " + verdict).isEqualTo(broken);
        assertThat(verdict.links()).isEqualTo(broken - 1);
    }

    @Test
    void rowsThatChangedPlacesAreFound() throws SQLException {
        ChainCheck.Verdict verdict = after(
                "update audit set seq = -1 where seq = 3",
                "update audit set seq = 3 where seq = 4",
                "update audit set seq = 4 where seq = -1");

        assertThat(verdict.broken()).isEqualTo(3);
    }

    @Test
    void chainThatWasMadeAnewIsNotTheOneThatOthersWereTold() throws SQLException {
        ChainCheck.Verdict verdict = after("insert into audit_checkpoint select 1, 4, repeat('b', 64), now()");

        assertThat(verdict.broken()).isEqualTo(4);
        assertThat(verdict.reason()).contains("were told");
    }
}
