/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.firststart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.directory.MemberKey;
import org.tocsin.protocol.directory.MemberKind;
import org.tocsin.protocol.directory.MemberStatus;
import org.tocsin.protocol.signing.SigningKey;

class DirectoryFileTest {

    private static final Member KZ = new Member("kz");
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

    @Test
    void aNewMemberIsIntroducedWithItsKeyAndDutyDesk() {
        MemberKey key = newKey(KZ);

        DirectoryEntry entry = DirectoryFile.next(null, KZ, key).orElseThrow();

        assertThat(entry.entry()).isEqualTo(1);
        assertThat(entry.kind()).isEqualTo(MemberKind.STATE);
        assertThat(entry.name()).isEqualTo("Kazakhstan");
        assertThat(entry.status()).isEqualTo(MemberStatus.ACTIVE);
        assertThat(entry.keys()).containsExactly(key);
        assertThat(entry.dutyContact().desk()).isEqualTo("National CERT duty desk");
        assertThat(entry.dutyContact().zone()).isEqualTo("Asia/Almaty");
        assertThat(entry.dutyContact().phone()).matches("\\+1 202 555 01\\d\\d");
    }

    @Test
    void theCentreIsABodyAndTheSigningIdentitiesAreNobodysGateway() {
        assertThat(introduced(Member.CENTRE).kind()).isEqualTo(MemberKind.BODY);
        assertThat(introduced(Member.CENTRE).isAddressable()).isTrue();
        for (Member authority : List.of(Member.COORDINATOR, Member.REGISTRAR)) {
            assertThat(introduced(authority).kind()).isEqualTo(MemberKind.AUTHORITY);
            assertThat(introduced(authority).isAddressable()).isFalse();
            assertThat(introduced(authority).dutyContact()).isNull();
        }
    }

    @Test
    void aRecordThatListsTheKeyIsLeftAlone() {
        MemberKey key = newKey(KZ);
        DirectoryEntry held = DirectoryFile.next(null, KZ, key).orElseThrow();

        assertThat(DirectoryFile.next(held, KZ, key)).isEmpty();
    }

    @Test
    void aNewKeyIsAddedByAHigherRecordThatKeepsTheOldOne() {
        MemberKey old = newKey(KZ);
        MemberKey fresh = newKey(KZ);
        DirectoryEntry held = DirectoryFile.next(null, KZ, old).orElseThrow();

        DirectoryEntry next = DirectoryFile.next(held, KZ, fresh).orElseThrow();

        assertThat(next.entry()).isEqualTo(2);
        assertThat(next.keys()).containsExactly(old, fresh);
        assertThat(next.dutyContact()).isEqualTo(held.dutyContact());
    }

    @Test
    void aMemberWithoutANameOfItsOwnIsCalledByItsCode() {
        assertThat(introduced(new Member("drugs-desk")).name()).isEqualTo("drugs-desk");
        assertThat(introduced(new Member("ir")).name()).isEqualTo("Iran");
    }

    private static DirectoryEntry introduced(Member member) {
        return DirectoryFile.next(null, member, newKey(member)).orElseThrow();
    }

    private static MemberKey newKey(Member member) {
        return SigningKey.generate(member).toMemberKey(NOW, NOW.plusSeconds(60));
    }
}
