/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.tocsin.gateway.idempotency.IdempotencyKeys.Claim;
import org.tocsin.protocol.Digest;

/** A claim that travels beside its message, for its own member alone. */
class ClaimSealTest {

    private static final Claim CLAIM = new Claim(
            Digest.sha256("token").hex(), "ticket-123", Digest.sha256("request").hex());
    private static final Digest MESSAGE = Digest.sha256("message");

    private final ClaimSeal seal = new ClaimSeal(new byte[32]);

    @Test
    void whatWasSealedComesBack() {
        byte[] sealed = seal.seal(CLAIM, MESSAGE);

        assertThat(seal.open(sealed, MESSAGE)).contains(CLAIM);
    }

    @Test
    void theSameClaimNeverLooksTheSameSoNoGuessIsConfirmed() {
        byte[] sealed = seal.seal(CLAIM, MESSAGE);

        assertThat(seal.seal(CLAIM, MESSAGE)).isNotEqualTo(sealed);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain(CLAIM.key());
    }

    @Test
    void besideAnotherMessageItDoesNotOpen() {
        byte[] sealed = seal.seal(CLAIM, MESSAGE);

        assertThat(seal.open(sealed, Digest.sha256("another"))).isEmpty();
    }

    @Test
    void anotherMembersSealDoesNotOpenIt() {
        byte[] other = new byte[32];
        other[0] = 1;

        assertThat(new ClaimSeal(other).open(seal.seal(CLAIM, MESSAGE), MESSAGE))
                .isEmpty();
    }

    @Test
    void whatIsCutOrChangedCountsAsAbsent() {
        byte[] sealed = seal.seal(CLAIM, MESSAGE);
        for (int length = 0; length < sealed.length; length++) {
            assertThat(seal.open(Arrays.copyOf(sealed, length), MESSAGE)).isEmpty();
        }
        sealed[20] ^= 1;
        assertThat(seal.open(sealed, MESSAGE)).isEmpty();
    }
}
