/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tocsin.gateway.http.Refused;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.message.Objection;
import org.tocsin.protocol.release.Reader;
import org.tocsin.protocol.testing.Examples;

/** What of the release rule a refused draft is evidence of, and on the way to whom. */
class StoppageTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final Digest DIGEST = Digest.sha256("{}");
    private static final AlertId EARLIER = AlertId.of("uz.0198c2a4-0000-7000-8000-000000000001");

    private static List<Objection.Stopped> stopped(
            Drafts draft, Directory directory, Map<AlertId, Set<Member>> participants) {
        Draft built = draft.build();
        Submission submission = new Submission(Drafts.scope(directory), NOW, participants);
        Refused refused = catchThrowableOfType(Refused.class, () -> submission.release(built, Examples.uuid()));
        return new Stoppage(built, DIGEST, null, Reader.person(true)).of(refused, directory, participants);
    }

    private static Objection.Stopped by(String rule, Label label, String recipient) {
        return new Objection.Stopped(
                rule, label, null, null, DIGEST, recipient == null ? null : Examples.member(recipient));
    }

    @Test
    void memberAboveItsCeilingIsNamedAndTheOthersAreNot() {
        Directory directory = Drafts.withCeiling("kg", Label.GREEN);

        assertThat(stopped(Drafts.draft().to("uz", "kg"), directory, Map.of()))
                .containsExactly(by("above-ceiling", Label.AMBER, "kg"));
    }

    @Test
    void strangerAndSuspendedMemberAreNamed() {
        assertThat(stopped(Drafts.draft().to("zz"), Examples.directory(), Map.of()))
                .containsExactly(by("unknown-member", Label.AMBER, "zz"));
        assertThat(stopped(Drafts.draft().to("uz"), Drafts.withoutRightsOf("uz"), Map.of()))
                .containsExactly(by("member-not-active", Label.AMBER, "uz"));
    }

    @Test
    void redToEveryoneIsTheAudienceAsAWhole() {
        assertThat(stopped(Drafts.draft().tlp(Label.RED).everyone(), Examples.directory(), Map.of()))
                .containsExactly(by("red-to-everyone", Label.RED, null));
    }

    @Test
    void referenceNamesThoseToWhomItWouldDisclose() {
        Map<AlertId, Set<Member>> participants = Map.of(EARLIER, Set.of(Examples.member("uz"), Examples.member("kz")));

        assertThat(stopped(
                        Drafts.draft().to("uz", "kg").references(EARLIER.toString()),
                        Examples.directory(),
                        participants))
                .containsExactly(by("reference-discloses", Label.AMBER, "kg"));
    }

    @Test
    void draftThatIsMerelyWrongLeavesNothing() {
        assertThat(stopped(Drafts.draft().to("kz"), Examples.directory(), Map.of()))
                .isEmpty();
        assertThat(stopped(Drafts.draft().to("uz", "uz"), Examples.directory(), Map.of()))
                .isEmpty();
    }
}
