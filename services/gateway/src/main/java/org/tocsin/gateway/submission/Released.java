/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import java.time.Instant;
import java.util.List;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.message.Recipient;

/**
 * The answer to an accepted submission. {@code delivery} is {@code sent} when the bytes were handed to the broker,
 * {@code queued} when they wait for the link.
 */
record Released(
        AlertId id,
        int revision,
        Digest digest,
        String state,
        Instant acceptedAt,
        String delivery,
        List<Recipient> recipients) {}
