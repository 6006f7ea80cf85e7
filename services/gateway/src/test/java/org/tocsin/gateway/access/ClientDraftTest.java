/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.gateway.http.Json;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.release.Reader;

/** Which clients an administrator may make. */
class ClientDraftTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final String PERSON = "'name':'A. Akhmetova','kind':'person','roles':['officer']";

    private static Caller admin(Reader reader) {
        return new Caller("a".repeat(64), "admin", Set.of(Role.ADMIN), reader);
    }

    private static Tokens.Grant read(String fields, Reader giver) {
        String body = ("{" + fields + "}").replace('\'', '"');
        return ClientDraft.read(Json.read(body.getBytes(StandardCharsets.UTF_8)), admin(giver), NOW);
    }

    private static Tokens.Grant read(String fields) {
        return read(fields, Reader.person(false));
    }

    private static void refuses(ProblemType type, String fields, Reader giver) {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> read(fields, giver))
                .satisfies(refused -> assertThat(refused.type()).isEqualTo(type));
    }

    private static Reader with(Reader.Standing standing, @Nullable Label ceiling) {
        return new Reader(Reader.Being.PERSON, standing, false, ceiling);
    }

    @Test
    void whatIsNotSaidIsTheCertsOwnForAYearWithoutClearance() {
        Tokens.Grant grant = read(PERSON);

        assertThat(grant.reader()).isEqualTo(Reader.person(false));
        assertThat(grant.roles()).containsExactly(Role.OFFICER);
        assertThat(grant.expires()).isEqualTo(NOW.plus(Duration.ofDays(365)));
    }

    @Test
    void everythingMayBeSaid() {
        Tokens.Grant grant = read("'name':'Дежурный 2','kind':'person','roles':['operator','auditor'],'red':true,"
                + "'standing':'constituent','ceiling':'TLP:AMBER','expires':'2026-12-01T00:00:00Z'");

        assertThat(grant.roles()).containsExactlyInAnyOrder(Role.OPERATOR, Role.AUDITOR);
        assertThat(grant.reader())
                .isEqualTo(new Reader(Reader.Being.PERSON, Reader.Standing.CONSTITUENT, true, Label.AMBER));
        assertThat(grant.expires()).isEqualTo(Instant.parse("2026-12-01T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "'name':'x'",
                "'name':'x','kind':'machine','roles':['cert'],'red':true",
                "'name':'x','kind':'machine','roles':['cert','officer']",
                "'name':'x','kind':'MACHINE','roles':['cert']",
                "'name':'x','kind':'person','roles':[]",
                "'name':'x','kind':'person','roles':['root']",
                "'name':'x\\u202ey','kind':'person','roles':['cert']",
                "'name':'-x','kind':'person','roles':['cert']",
                "'name':'x','kind':'person','roles':['cert'],'ceiling':'TLP:WHITER'",
                "'name':'x','kind':'person','roles':['cert'],'expires':'2026-11-24T12:00:00Z'",
                "'name':'x','kind':'person','roles':['cert'],'expires':'2027-12-30T12:00:00Z'",
                "'name':'x','kind':'person','roles':['cert'],'id':'1'",
                "'name':'x','kind':'person','roles':['cert'],'hash':'1'"
            })
    void whatIsNoClientIsRefused(String fields) {
        refuses(ProblemType.INVALID_CLIENT, fields, Reader.person(false));
    }

    @ParameterizedTest
    @CsvSource({"CONSTITUENT,,", "CERT,GREEN,", "CERT,GREEN,TLP:AMBER", "CONSTITUENT,GREEN,TLP:GREEN"})
    void nobodyGivesMoreThanTheyHave(Reader.Standing standing, @Nullable Label own, @Nullable String given) {
        String ceiling = given == null ? "" : ",'ceiling':'" + given + "'";

        refuses(ProblemType.FORBIDDEN, PERSON + ceiling, with(standing, own));
    }

    @Test
    void oneGivesWhatOneHas() {
        String constituent = PERSON + ",'standing':'constituent','ceiling':'TLP:GREEN'";

        assertThat(read(constituent, with(Reader.Standing.CONSTITUENT, Label.GREEN))
                        .reader()
                        .ceiling())
                .isEqualTo(Label.GREEN);
    }
}
