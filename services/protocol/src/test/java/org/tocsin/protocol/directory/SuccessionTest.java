/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tocsin.protocol.directory.Succession.Fault;
import org.tocsin.protocol.testing.Examples;

class SuccessionTest {

    private static final DirectoryEntry HELD = Examples.entry("kz");
    private static final MemberKey KEY = HELD.keys().get(0);
    private static final Instant THEN = Instant.parse("2026-11-24T10:00:00Z");

    @Test
    void nextRecordThatKeepsEveryKeyMayFollow() {
        MemberKey fresh = new MemberKey("kz/sign/other", "Ed25519", "x", null, THEN, THEN.plusSeconds(1), null, null);

        assertThat(Succession.fault(HELD, HELD.next(List.of(KEY, fresh), MemberStatus.SUSPENDED)))
                .isEmpty();
        assertThat(Succession.fault(null, HELD)).isEmpty();
    }

    @Test
    void recordThatCountsNoHigherMayNot() {
        DirectoryEntry second = HELD.next(HELD.keys(), MemberStatus.ACTIVE);

        assertThat(Succession.fault(HELD, HELD)).contains(Fault.ENTRY_NOT_NEWER);
        assertThat(Succession.fault(second, HELD)).contains(Fault.ENTRY_NOT_NEWER);
    }

    @Test
    void keyOnceHadIsNeverDropped() {
        assertThat(Succession.fault(HELD, HELD.next(List.of(), MemberStatus.LEFT)))
                .contains(Fault.KEY_DROPPED);
    }

    @Test
    void anothersKeyOrTheSameTwiceIsForeign() {
        List<MemberKey> withUz = List.of(KEY, Examples.memberKey("uz"));

        assertThat(Succession.fault(HELD, HELD.next(withUz, MemberStatus.ACTIVE)))
                .contains(Fault.FOREIGN_KEY);
        assertThat(Succession.fault(HELD, HELD.next(List.of(KEY, KEY), MemberStatus.ACTIVE)))
                .contains(Fault.FOREIGN_KEY);
    }

    @Test
    void revocationIsNeverTakenBackNorMovedToALaterTime() {
        DirectoryEntry revoked = HELD.next(List.of(KEY.revoked(THEN, "stolen")), MemberStatus.ACTIVE);

        assertThat(Succession.fault(revoked, revoked.next(List.of(KEY), MemberStatus.ACTIVE)))
                .contains(Fault.REVOCATION_UNDONE);
        assertThat(Succession.fault(
                        revoked, revoked.next(List.of(KEY.revoked(THEN.plusMillis(1), "")), MemberStatus.ACTIVE)))
                .contains(Fault.REVOCATION_UNDONE);
        assertThat(Succession.fault(
                        revoked, revoked.next(List.of(KEY.revoked(THEN.minusMillis(1), "")), MemberStatus.ACTIVE)))
                .isEmpty();
    }
}
