/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tocsin.coordinator.testing.Inbounds;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.Precedence;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.directory.MemberStatus;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.Status;
import org.tocsin.protocol.signing.Refusal;
import org.tocsin.protocol.testing.AlertBuilder;
import org.tocsin.protocol.testing.Examples;

/** Every named outcome of deciding about one alert. */
class DispatchTest {

    private static final Instant APPENDED = Examples.ISSUED.plusMillis(3);

    private final Known known = new Known();
    private Directory directory = Examples.directory();

    @Test
    void everyAllowedMemberOfTheAudienceGetsACopy() {
        Alert alert = Examples.alert().to("uz", "kg").info("centre").build();

        assertThat(linesOf(alert))
                .containsOnlyKeys("uz", "kg", "centre")
                .allSatisfy((member, refusal) -> assertThat(refusal).isEqualTo("copied"));
    }

    @Test
    void aResendGoesToTheMissingOnlyAndNeverWiderThanTheAudience() {
        Alert alert = Examples.alert().to("uz", "kg").build();

        assertThat(linesOf(alert, "kg", "tj")).containsOnlyKeys("kg");
    }

    @Test
    void aMemberNamedTwiceGetsOneCopy() {
        Alert alert = Examples.alert().to("uz", "uz").info("uz").build();

        assertThat(released(alert).lines()).hasSize(1);
    }

    @Test
    void anOriginIsNeverItsOwnRecipient() {
        Alert alert = Examples.alert().from("kz").to("kz", "uz").build();

        assertThat(linesOf(alert)).containsEntry("kz", "is-origin").containsEntry("uz", "copied");
    }

    @Test
    void aStrangerIsRefusedByName() {
        Alert alert = Examples.alert().to("uz", "xx").build();

        assertThat(linesOf(alert)).containsEntry("xx", "unknown-member").containsEntry("uz", "copied");
    }

    @Test
    void aSuspendedMemberIsRefusedByName() {
        directory = directory.with(changed("kg", MemberStatus.SUSPENDED, null));

        assertThat(linesOf(Examples.alert().to("uz", "kg").build())).containsEntry("kg", "member-not-active");
    }

    @Test
    void aSuspendedOriginIsHeardNoMore() {
        directory = directory.with(changed("kz", MemberStatus.SUSPENDED, null));

        assertThat(refusalOf(Examples.alert().from("kz").to("uz").build())).isEqualTo(Refusal.AUTHOR_NOT_ACTIVE);
    }

    @Test
    void aLabelAboveTheMembersCeilingIsRefusedByName() {
        directory = directory.with(changed("kg", MemberStatus.ACTIVE, Label.GREEN));

        Map<String, String> lines =
                linesOf(Examples.alert().tlp(Label.AMBER).to("uz", "kg").build());

        assertThat(lines).containsEntry("kg", "above-ceiling");
    }

    @Test
    void aMemberWithoutInboxIsRefusedForNow() {
        Alert alert = Examples.alert().to("uz", "tj").build();

        assertThat(linesOf(alert)).containsEntry("tj", "no-inbox").containsEntry("uz", "copied");
    }

    @Test
    void whatWasAppendedAfterItExpiredIsRefused() {
        Alert alert = Examples.alert().to("uz").expires(APPENDED.minusMillis(1)).build();

        assertThat(refusalOf(alert)).isEqualTo(Refusal.EXPIRED);
    }

    @Test
    void anIssueTimeIsNeverAReasonToRefuse() {
        Alert alert = Examples.alert()
                .to("uz")
                .issued(APPENDED.plus(Duration.ofDays(400)))
                .build();

        assertThat(released(alert).lines()).hasSize(1);
    }

    @Test
    void otherBytesUnderAKnownIdentityAreAConflict() {
        Alert first = Examples.alert().to("uz").build();
        released(first);

        Alert other = sameIdentity(first).headline("Something else").build();

        assertThat(refusalOf(other, first)).isEqualTo(Refusal.ALERT_ID_CONFLICT);
    }

    @Test
    void theSameBytesAgainCountFromTheirFirstAppend() {
        Alert alert = Examples.alert().to("uz").build();
        remember(alert, APPENDED.minusSeconds(60));

        assertThat(released(alert).appendedAt()).isEqualTo(APPENDED.minusSeconds(60));
    }

    @Test
    void inEarnestNobodyIsClockedShorterThanItsOwnLadderWhateverTheOriginSigned() {
        Alert alert = Examples.alert()
                .status(Status.ACTUAL)
                .precedence(Precedence.FLASH)
                .to("uz")
                .within(Duration.ofSeconds(1))
                .build();

        assertThat(withinOf(alert)).isEqualTo(Examples.entry("uz").ladder(Precedence.FLASH));
    }

    @Test
    void aTestMayBeAsShortAsItsOriginLikes() {
        Alert alert = Examples.alert()
                .status(Status.TEST)
                .to("uz")
                .within(Duration.ofSeconds(1))
                .build();

        assertThat(withinOf(alert)).isEqualTo(Duration.ofSeconds(1));
    }

    private Duration withinOf(Alert alert) {
        return released(alert).lines().get(0).recipient().acknowledgeWithin();
    }

    private Map<String, String> linesOf(Alert alert, String... only) {
        Map<String, String> lines = new HashMap<>();
        released(alert, only)
                .lines()
                .forEach(line -> lines.put(
                        line.recipient().member().code(), line.refusal() == null ? "copied" : line.refusal()));
        return lines;
    }

    private Dispatch.Released released(Alert alert, String... only) {
        return (Dispatch.Released) decide(alert, only);
    }

    private Refusal refusalOf(Alert alert) {
        return ((Dispatch.Refused) decide(alert)).reason();
    }

    private Refusal refusalOf(Alert alert, Alert before) {
        remember(before, APPENDED);
        return refusalOf(alert);
    }

    private Dispatch.Decision decide(Alert alert, String... only) {
        Dispatch dispatch = new Dispatch(directory, topic -> !topic.startsWith("tocsin.inbox.tj."));
        return dispatch.decide(Inbounds.of(alert, APPENDED, only), alert.header(), known);
    }

    private void remember(Alert alert, Instant appendedAt) {
        known.dispatched(
                alert.header().alert(),
                alert.header().revision(),
                new Known.First(Examples.signed(alert).digest(), appendedAt));
    }

    private static AlertBuilder sameIdentity(Alert alert) {
        return Examples.alert().id(alert.header().id()).to("uz");
    }

    private static DirectoryEntry changed(String member, MemberStatus status, Label ceiling) {
        DirectoryEntry entry = Examples.entry(member);
        return new DirectoryEntry(
                entry.v(),
                entry.member(),
                2,
                entry.kind(),
                entry.name(),
                status,
                entry.keys(),
                entry.deadlines(),
                ceiling,
                entry.dutyContact());
    }
}
