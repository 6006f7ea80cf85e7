/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.directory.MemberKind;
import org.tocsin.protocol.directory.MemberStatus;
import org.tocsin.protocol.testing.Examples;

class ReleaseRuleTest {

    private static final Member TJ = Examples.member("tj");

    @ParameterizedTest
    @EnumSource(Label.class)
    void anyLabelMayGoToAnActiveMemberThatIsNamed(Label label) {
        Release release = ReleaseRule.decide(label, TJ, Examples.directory());

        assertThat(release).isEqualTo(Release.ALLOWED);
        assertThat(release.isAllowed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Label.class)
    void nothingGoesToWhomTheDirectoryDoesNotKnow(Label label) {
        assertThat(ReleaseRule.decide(label, Examples.member("xx"), Examples.directory()))
                .isEqualTo(Release.UNKNOWN_MEMBER);
        assertThat(ReleaseRule.decide(label, TJ, Directory.EMPTY)).isEqualTo(Release.UNKNOWN_MEMBER);
    }

    @ParameterizedTest
    @EnumSource(
            value = MemberStatus.class,
            names = {"SUSPENDED", "LEFT"})
    void nothingGoesToAMemberThatIsNotActiveNotEvenClear(MemberStatus status) {
        Directory directory = Directory.EMPTY.with(record(status, null));

        assertThat(ReleaseRule.decide(Label.CLEAR, TJ, directory)).isEqualTo(Release.MEMBER_NOT_ACTIVE);
    }

    @Test
    void nothingGoesToSigningIdentities() {
        assertThat(ReleaseRule.decide(Label.CLEAR, Member.COORDINATOR, Examples.directory()))
                .isEqualTo(Release.MEMBER_NOT_ACTIVE);
        assertThat(ReleaseRule.decide(Label.CLEAR, Member.REGISTRAR, Examples.directory()))
                .isEqualTo(Release.MEMBER_NOT_ACTIVE);
    }

    @Test
    void ceilingStopsStricterLabelsAndNoOther() {
        for (Label ceiling : Label.values()) {
            Directory directory = Directory.EMPTY.with(record(MemberStatus.ACTIVE, ceiling));
            for (Label label : Label.values()) {
                Release expected = label.isStricterThan(ceiling) ? Release.ABOVE_CEILING : Release.ALLOWED;

                assertThat(ReleaseRule.decide(label, TJ, directory))
                        .as("%s to a member with ceiling %s", label, ceiling)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void redNeverGoesToEveryone() {
        assertThat(ReleaseRule.decideForEveryone(Label.RED, TJ, Examples.directory()))
                .isEqualTo(Release.RED_TO_EVERYONE);
        assertThat(ReleaseRule.decideForEveryone(Label.AMBER_STRICT, TJ, Examples.directory()))
                .isEqualTo(Release.ALLOWED);
    }

    @Test
    void addressingEveryoneLoosensNoCeiling() {
        Directory directory = Directory.EMPTY.with(record(MemberStatus.ACTIVE, Label.GREEN));

        assertThat(ReleaseRule.decideForEveryone(Label.AMBER, TJ, directory)).isEqualTo(Release.ABOVE_CEILING);
    }

    @Test
    void reasonsAreWrittenInKebabCase() {
        assertThat(Release.RED_TO_EVERYONE.slug()).isEqualTo("red-to-everyone");
    }

    private static DirectoryEntry record(MemberStatus status, @Nullable Label ceiling) {
        return new DirectoryEntry(1, TJ, 1, MemberKind.STATE, "CERT of tj", status, List.of(), Map.of(), ceiling, null);
    }
}
