/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.signing;

import org.tocsin.protocol.Member;
import org.tocsin.protocol.MessageType;

/** What verifying a signed message came to. */
public sealed interface Verification {

    /** Genuine: signed as {@code type} by a key that {@code author} had at the append time. */
    record Genuine(SignedMessage message, MessageType type, Member author) implements Verification {}

    /** Not to be believed, or not yet. */
    record Refused(Refusal reason) implements Verification {}
}
