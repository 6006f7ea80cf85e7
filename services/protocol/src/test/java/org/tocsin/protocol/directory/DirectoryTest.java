/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Precedence;
import org.tocsin.protocol.testing.Examples;

class DirectoryTest {

    private static final Member KZ = Examples.member("kz");
    private static final Instant REVOKED = Instant.parse("2026-05-01T00:00:00Z");

    @Test
    void higherRecordReplacesTheOneHeld() {
        Directory directory = Directory.EMPTY.with(numbered(1)).with(numbered(3));

        assertThat(directory.entry(KZ)).contains(numbered(3));
        assertThat(directory.size()).isEqualTo(1);
    }

    @Test
    void lowerAndEqualRecordsAreIgnored() {
        Directory directory = Directory.EMPTY.with(numbered(3));

        assertThat(directory.with(numbered(2))).isSameAs(directory);
        assertThat(directory.with(numbered(3))).isSameAs(directory);
        assertThat(directory.isNewer(numbered(3))).isFalse();
    }

    @Test
    void directoryNeverChangesWhenARecordIsAdded() {
        Directory before = Directory.EMPTY.with(numbered(1));

        before.with(Examples.entry("uz"));

        assertThat(before.size()).isEqualTo(1);
        assertThat(Directory.EMPTY.size()).isZero();
    }

    @Test
    void addressableAreTheActiveGatewaysInOrderOfTheirCodes() {
        Directory directory = Examples.directory().with(numbered(2, MemberStatus.SUSPENDED));

        assertThat(directory.addressable().map(entry -> entry.member().code()))
                .containsExactly("centre", "kg", "tj", "uz");
        assertThat(directory.isAddressable(Member.CENTRE)).isTrue();
        assertThat(directory.isAddressable(KZ)).isFalse();
        assertThat(directory.isAddressable(Member.COORDINATOR)).isFalse();
        assertThat(directory.isAddressable(Examples.member("xx"))).isFalse();
    }

    @Test
    void memberMayHaveDeadlinesOfItsOwn() {
        DirectoryEntry slower = new DirectoryEntry(
                1,
                KZ,
                1,
                MemberKind.STATE,
                "CERT of kz",
                MemberStatus.ACTIVE,
                List.of(),
                Map.of(Precedence.FLASH, Duration.ofMinutes(20)),
                null,
                null);

        assertThat(slower.ladder(Precedence.FLASH)).isEqualTo(Duration.ofMinutes(20));
        assertThat(slower.ladder(Precedence.ROUTINE)).isEqualTo(Duration.ofHours(6));
    }

    @Test
    void keyIsValidFromItsFirstInstantUntilBeforeItsLast() {
        MemberKey key = Examples.memberKey("kz");

        assertThat(key.isValidAt(Examples.VALID_FROM)).isTrue();
        assertThat(key.isValidAt(Examples.VALID_FROM.minusMillis(1))).isFalse();
        assertThat(key.isValidAt(Examples.VALID_UNTIL.minusMillis(1))).isTrue();
        assertThat(key.isValidAt(Examples.VALID_UNTIL)).isFalse();
    }

    @Test
    void whatWasAppendedBeforeARevocationStaysValid() {
        MemberKey key = Examples.memberKey("kz");
        MemberKey revoked =
                new MemberKey(key.kid(), key.alg(), key.x(), null, key.validFrom(), key.validUntil(), REVOKED, null);

        assertThat(revoked.isValidAt(REVOKED.minusMillis(1))).isTrue();
        assertThat(revoked.isValidAt(REVOKED)).isFalse();
    }

    private static DirectoryEntry numbered(int entry) {
        return numbered(entry, MemberStatus.ACTIVE);
    }

    private static DirectoryEntry numbered(int entry, MemberStatus status) {
        return new DirectoryEntry(
                1, KZ, entry, MemberKind.STATE, "CERT of kz", status, List.of(), Map.of(), null, null);
    }
}
