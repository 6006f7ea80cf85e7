/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.directory.MemberKey;
import org.tocsin.protocol.directory.MemberKind;
import org.tocsin.protocol.directory.MemberStatus;
import org.tocsin.protocol.directory.MembershipRequest;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.testing.Examples;

class SignerTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Alert ALERT = Examples.alert().from("kz").build();
    private static final SigningKey OLD = Examples.key("kz");
    private static final SigningKey NEXT = SigningKey.generateEs256(Examples.member("kz"));
    private static final MemberKey LISTED = OLD.toMemberKey(NOW.minus(DAY.multipliedBy(9)), NOW.plus(DAY));
    private static final MemberKey LISTED_NEXT = NEXT.toMemberKey(NOW.minus(DAY), NOW.plus(DAY.multipliedBy(9)));

    @Test
    void nextKeySignsFromTheMomentTheDirectoryListsItAsValid() {
        assertThat(signer(LISTED).kid()).isEqualTo(OLD.kid());
        assertThat(signer(LISTED, NEXT.toMemberKey(NOW.plus(DAY), NOW.plus(DAY.multipliedBy(2))))
                        .kid())
                .isEqualTo(OLD.kid());
        assertThat(signer(LISTED, LISTED_NEXT).kid()).isEqualTo(NEXT.kid());
        assertThat(signer(LISTED, LISTED_NEXT).listed()).contains(LISTED_NEXT);
    }

    @Test
    void whatBothSignIsGenuineDuringTheOverlap() {
        Directory directory = directory(LISTED, LISTED_NEXT);

        for (Signer one : List.of(new Signer(OLD), signer(LISTED, LISTED_NEXT))) {
            assertThat(Verifier.verify(one.sign(ALERT), directory, NOW)).isInstanceOf(Verification.Genuine.class);
        }
    }

    @Test
    void revokedNextKeyLeavesTheOldOneInUse() {
        assertThat(signer(LISTED, LISTED_NEXT.revoked(NOW.minusSeconds(1), "lost"))
                        .kid())
                .isEqualTo(OLD.kid());
    }

    @Test
    void nothingIsSignedWhenNoKeyAtHandIsValid() {
        for (Signer none : List.of(signer(), signer(LISTED.revoked(NOW, null)), signer(LISTED.until(NOW)))) {
            assertThat(none.listed()).isEmpty();
            assertThatThrownBy(() -> none.sign(ALERT)).isInstanceOf(SigningKeyNotValid.class);
        }
    }

    @Test
    void requestIsProvenByItsOwnKeyOnly() {
        MembershipRequest request =
                new MembershipRequest(1, Examples.member("kz"), MemberKind.STATE, "Kazakhstan", null, LISTED_NEXT);
        MembershipRequest anothers =
                new MembershipRequest(1, Examples.member("uz"), MemberKind.STATE, "Uzbekistan", null, LISTED_NEXT);

        assertThat(Verifier.isProven(new Signer(NEXT).sign(request), request)).isTrue();
        assertThat(Verifier.isProven(new Signer(OLD).sign(request), request)).isFalse();
        assertThat(Verifier.isProven(new Signer(NEXT).sign(anothers), anothers)).isFalse();
        assertThat(Verifier.isProven(new Signer(NEXT).sign(ALERT), request)).isFalse();
    }

    private static Signer signer(MemberKey... listed) {
        return new Signer(List.of(OLD, NEXT), () -> directory(listed), InstantSource.fixed(NOW));
    }

    private static Directory directory(MemberKey... listed) {
        return Directory.EMPTY.with(Examples.entry("kz").next(List.of(listed), MemberStatus.ACTIVE));
    }
}
