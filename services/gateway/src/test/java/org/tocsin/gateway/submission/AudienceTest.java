/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.tocsin.gateway.submission.Drafts.draft;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.Precedence;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.message.Recipient;
import org.tocsin.protocol.testing.Examples;

/** Whom an alert of kz reaches, in which role, and how long each has. */
class AudienceTest {

    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private static List<String> lines(Drafts draft) {
        return lines(draft, Examples.directory());
    }

    private static List<String> lines(Drafts draft, Directory directory) {
        return new Audience(Drafts.scope(directory), draft.build())
                .resolve().stream().map(AudienceTest::line).toList();
    }

    private static String line(Recipient line) {
        return line.kind().token() + " " + line.member() + " " + line.acknowledgeWithin();
    }

    private static void refuses(ProblemType type, Drafts draft, Directory directory) {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> lines(draft, directory))
                .satisfies(refused -> assertThat(refused.type()).isEqualTo(type));
    }

    private static void refuses(ProblemType type, Drafts draft) {
        refuses(type, draft, Examples.directory());
    }

    @Test
    void eachPrecedenceHasItsLadder() {
        assertThat(lines(draft().precedence(Precedence.FLASH))).containsExactly("action uz PT10M");
        assertThat(lines(draft().precedence(Precedence.IMMEDIATE))).containsExactly("action uz PT30M");
        assertThat(lines(draft().precedence(Precedence.PRIORITY))).containsExactly("action uz PT3H");
        assertThat(lines(draft().precedence(Precedence.ROUTINE))).containsExactly("action uz PT6H");
    }

    @Test
    void infoHasTwiceTheTime() {
        assertThat(lines(draft().info("kg"))).containsExactly("action uz PT10M", "info kg PT20M");
        assertThat(lines(draft().info("kg").within(Duration.ofHours(1))))
                .containsExactly("action uz PT1H", "info kg PT2H");
    }

    @Test
    void memberMayHaveALadderOfItsOwn() {
        Directory directory = Drafts.withDeadlines("uz", Map.of(Precedence.FLASH, Duration.ofMinutes(25)));

        assertThat(lines(draft().to("uz", "tj"), directory)).containsExactly("action uz PT25M", "action tj PT10M");
        assertThat(lines(draft().to("tj").info("uz"), directory)).containsExactly("action tj PT10M", "info uz PT50M");
        assertThat(lines(draft().precedence(Precedence.ROUTINE), directory)).containsExactly("action uz PT6H");
    }

    @Test
    void draftIsShorterThanTheLadderWhenItIsForAnyAddressee() {
        Directory directory = Drafts.withDeadlines("uz", Map.of(Precedence.FLASH, Duration.ofMinutes(25)));
        Audience audience =
                new Audience(Drafts.scope(directory), draft().to("tj", "uz").build());

        assertThat(audience.isShorterThanLadder(TEN_MINUTES)).isTrue();
        assertThat(audience.isShorterThanLadder(Duration.ofMinutes(25))).isFalse();
    }

    @Test
    void everyoneAloneMustAct() {
        assertThat(lines(draft().to().everyone()))
                .containsExactly("action centre PT10M", "action kg PT10M", "action tj PT10M", "action uz PT10M");
    }

    @Test
    void everyoneBesideThoseWhoMustActIsInformed() {
        assertThat(lines(draft().to("tj").everyone()))
                .containsExactly("action tj PT10M", "info centre PT20M", "info kg PT20M", "info uz PT20M");
    }

    @Test
    void everyoneLeavesOutWhomTheLabelMayNotReachAndWhoIsSuspended() {
        assertThat(lines(draft().to().everyone(), Drafts.withCeiling("tj", Label.GREEN)))
                .doesNotContain("action tj PT10M")
                .hasSize(3);
        assertThat(lines(draft().to().everyone(), Drafts.withoutRightsOf("tj")))
                .doesNotContain("action tj PT10M")
                .hasSize(3);
    }

    @Test
    void redNamesItsRecipientsOneByOne() {
        assertThat(lines(draft().tlp(Label.RED))).containsExactly("action uz PT10M");
        refuses(ProblemType.TLP_VIOLATION, draft().tlp(Label.RED).everyone());
    }

    @Test
    void namedMemberAboveItsCeilingIsRefused() {
        refuses(ProblemType.TLP_VIOLATION, draft(), Drafts.withCeiling("uz", Label.GREEN));
        assertThat(lines(draft(), Drafts.withCeiling("uz", Label.AMBER))).hasSize(1);
        assertThat(lines(draft().tlp(Label.CLEAR), Drafts.withCeiling("uz", Label.GREEN)))
                .hasSize(1);
    }

    @Test
    void nobodyUnknownSuspendedOrReservedIsAddressed() {
        refuses(ProblemType.INVALID_AUDIENCE, draft().to("xx"));
        refuses(ProblemType.INVALID_AUDIENCE, draft(), Drafts.withoutRightsOf("uz"));
        refuses(ProblemType.INVALID_AUDIENCE, draft().to("coordinator"));
        refuses(ProblemType.INVALID_AUDIENCE, draft().to("registrar"));
    }

    @Test
    void audienceIsNeitherEmptyNorItsOriginNorDoubled() {
        refuses(ProblemType.INVALID_AUDIENCE, draft().to());
        refuses(ProblemType.INVALID_AUDIENCE, draft().audience(null));
        refuses(ProblemType.INVALID_AUDIENCE, draft().to("kz"));
        refuses(ProblemType.INVALID_AUDIENCE, draft().to("uz", "uz"));
        refuses(ProblemType.INVALID_AUDIENCE, draft().to("uz").info("uz"));
    }

    @Test
    void groupAddsItsMembersBehindThoseNamed() {
        assertThat(lines(draft().to("tj").groups("near", "")))
                .containsExactly("action tj PT10M", "action kg PT10M", "action uz PT10M");
        assertThat(lines(draft().to().groups("", "far"))).containsExactly("info tj PT20M");
    }

    @Test
    void memberNamedAndInAGroupStandsOnceAndActionWins() {
        assertThat(lines(draft().to("uz").groups("near", ""))).containsExactly("action uz PT10M", "action kg PT10M");
        assertThat(lines(draft().to().info("uz").groups("near", "")))
                .containsExactly("action kg PT10M", "action uz PT10M");
        assertThat(lines(draft().to("uz").groups("", "near"))).containsExactly("action uz PT10M", "info kg PT20M");
        assertThat(lines(draft().to().groups("near", "near"))).containsExactly("action kg PT10M", "action uz PT10M");
    }

    @Test
    void everyoneElseIsInfoBesideAGroupThatMustAct() {
        assertThat(lines(draft().to().groups("far", "").everyone()))
                .containsExactly("action tj PT10M", "info centre PT20M", "info kg PT20M", "info uz PT20M");
    }

    @Test
    void unknownGroupAndGroupsOfNobodyAreRefused() {
        refuses(ProblemType.INVALID_AUDIENCE, draft().groups("unheard-of", ""));
        refuses(ProblemType.INVALID_AUDIENCE, draft().to().groups("far", ""), Drafts.withoutRightsOf("tj"));
    }

    @Test
    void redNamesItsRecipientsOneByOneAndNeverAGroup() {
        refuses(ProblemType.TLP_VIOLATION, draft().tlp(Label.RED).groups("far", ""));
        refuses(ProblemType.TLP_VIOLATION, draft().tlp(Label.RED).to().groups("", "far"));
        assertThat(lines(draft().tlp(Label.RED).to("tj"))).hasSize(1);
    }

    @Test
    void labelOverTheCeilingOfAGroupsMemberIsRefused() {
        refuses(ProblemType.TLP_VIOLATION, draft().groups("near", ""), Drafts.withCeiling("kg", Label.GREEN));
        assertThat(lines(draft().tlp(Label.GREEN).groups("near", ""), Drafts.withCeiling("kg", Label.GREEN)))
                .hasSize(2);
    }

    @Test
    void suspendedMemberOfAGroupIsPassedOver() {
        assertThat(lines(draft().to().groups("near", ""), Drafts.withoutRightsOf("kg")))
                .containsExactly("action uz PT10M");
    }

    @Test
    void redToEveryoneIsNoBetterForNamingThemAllAsWell() {
        refuses(
                ProblemType.TLP_VIOLATION,
                draft().tlp(Label.RED).to("uz", "kg", "tj", "centre").everyone());
    }
}
