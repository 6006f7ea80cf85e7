/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.message;

import org.tocsin.protocol.Member;
import org.tocsin.protocol.MessageType;
import org.tocsin.protocol.directory.DirectoryEntry;

/** The registrar's word on one member, on its way to the directory. Its payload is the record itself. */
public record DirectoryRecord(DirectoryEntry entry) implements Message {

    @Override
    public MessageType type() {
        return MessageType.DIRECTORY;
    }

    @Override
    public Member author() {
        return Member.REGISTRAR;
    }
}
