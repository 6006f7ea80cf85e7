/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.directory.MemberKey;
import org.tocsin.protocol.directory.MemberKind;
import org.tocsin.protocol.directory.MemberStatus;
import org.tocsin.protocol.directory.MembershipRequest;
import org.tocsin.protocol.directory.Succession;
import org.tocsin.protocol.signing.SigningKey;
import org.tocsin.standalone.cli.CannotRun;

class NextRecordTest {

    private static final Member KZ = new Member("kz");
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Duration MONTH = Duration.ofDays(30);

    private final NextRecord next = new NextRecord(NOW);
    private final DirectoryEntry first = next.admitted(request(), YEAR, Label.AMBER);

    @Test
    void admittedMemberIsActiveWithItsKeyAndTheRegistrarsValidity() {
        assertThat(first.entry()).isEqualTo(1);
        assertThat(first.status()).isEqualTo(MemberStatus.ACTIVE);
        assertThat(first.tlpCeiling()).isEqualTo(Label.AMBER);
        assertThat(first.keys()).singleElement().satisfies(key -> {
            assertThat(key.isValidAt(NOW)).isTrue();
            assertThat(key.validUntil()).isEqualTo(NOW.minusSeconds(3_600).plus(YEAR));
        });
        assertThat(Succession.fault(null, first)).isEmpty();
    }

    @Test
    void rotationAddsTheNewestKeyAndEndsTheOldOneAfterTheOverlap() throws CannotRun {
        MembershipRequest request = request();

        DirectoryEntry rotated = next.rotated(first, request, YEAR, MONTH);

        assertThat(rotated.entry()).isEqualTo(2);
        assertThat(rotated.keys())
                .extracting(MemberKey::kid)
                .containsExactly(first.keys().get(0).kid(), request.key().kid());
        assertThat(rotated.keys().get(0).validUntil()).isEqualTo(NOW.plus(MONTH));
        assertThat(rotated.keys()).allMatch(key -> key.isValidAt(NOW));
        assertThat(Succession.fault(first, rotated)).isEmpty();
        assertThatThrownBy(() -> next.rotated(rotated, request, YEAR, MONTH)).isInstanceOf(CannotRun.class);
    }

    @Test
    void revocationKeepsTheKeyWithItsTimeAndReason() throws CannotRun {
        String kid = first.keys().get(0).kid();

        DirectoryEntry revoked = next.revoked(first, kid, NOW, "stolen");

        assertThat(revoked.keys()).singleElement().satisfies(key -> {
            assertThat(key.revokedAt()).isEqualTo(NOW);
            assertThat(key.reason()).isEqualTo("stolen");
            assertThat(key.isValidAt(NOW.minusMillis(1))).isTrue();
            assertThat(key.isValidAt(NOW)).isFalse();
        });
        assertThat(Succession.fault(first, revoked)).isEmpty();
        assertThatThrownBy(() -> next.revoked(revoked, kid, NOW, null)).isInstanceOf(CannotRun.class);
        assertThatThrownBy(() -> next.revoked(first, "kz/sign/none", NOW, null)).isInstanceOf(CannotRun.class);
    }

    @Test
    void standingChangesOnceAndNobodyComesBackFromLeaving() throws CannotRun {
        DirectoryEntry suspended = next.standing(first, MemberStatus.SUSPENDED);
        DirectoryEntry left = next.standing(suspended, MemberStatus.LEFT);

        assertThat(suspended.entry()).isEqualTo(2);
        assertThat(left.status()).isEqualTo(MemberStatus.LEFT);
        assertThatThrownBy(() -> next.standing(suspended, MemberStatus.SUSPENDED))
                .isInstanceOf(CannotRun.class);
        assertThatThrownBy(() -> next.standing(left, MemberStatus.ACTIVE)).isInstanceOf(CannotRun.class);
    }

    private static MembershipRequest request() {
        MemberKey key = SigningKey.generate(KZ).toMemberKey(NOW, NOW.plus(YEAR));
        return new MembershipRequest(1, KZ, MemberKind.STATE, "Kazakhstan", null, key);
    }
}
