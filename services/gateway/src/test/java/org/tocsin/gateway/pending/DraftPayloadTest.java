/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.pending;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.MessageCodec;
import org.tocsin.protocol.testing.Examples;

/** What a person reads before a release is what is signed after it. */
class DraftPayloadTest {

    private static final Instant LATER = Instant.parse("2026-03-01T08:03:00.120Z");

    private final Alert decided = Examples.alert().to("uz").info("kg").build();
    private final DraftPayload payload = DraftPayload.of(decided);

    @Test
    void releaseAddsItsMomentAndHandAndNothingElse() {
        Alert released = payload.released(LATER, "officer/0123456789ab");

        assertThat(released.header().issued()).isEqualTo(LATER);
        assertThat(released.header().releasedBy()).isEqualTo("officer/0123456789ab");
        assertThat(DraftPayload.of(released)).extracting(DraftPayload::digest).isEqualTo(payload.digest());
        assertThat(released.body()).isEqualTo(decided.body());
    }

    @Test
    void digestIsThatOfTheSignedPayloadWithoutTheTwoFields() {
        String signed = new String(MessageCodec.encode(payload.released(LATER, "single")), UTF_8);

        String cut = signed.replace("\"issued\":\"2026-03-01T08:03:00.120Z\",", "")
                .replace("\"releasedBy\":\"single\",", "");

        assertThat(Digest.sha256(cut)).isEqualTo(payload.digest());
    }

    @Test
    void anythingElseThatChangesChangesTheDigest() {
        assertThat(DraftPayload.of(Examples.alert().to("uz").build()).digest()).isNotEqualTo(payload.digest());
    }
}
