/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.message;

import org.tocsin.protocol.Member;
import org.tocsin.protocol.MessageType;

/**
 * One revision of a warning. In JSON the header's fields and {@code body} stand side by side. Who relays it reads the
 * header alone.
 */
public record Alert(AlertHeader header, AlertBody body) implements Message {

    @Override
    public MessageType type() {
        return MessageType.ALERT;
    }

    @Override
    public Member author() {
        return header.origin();
    }
}
