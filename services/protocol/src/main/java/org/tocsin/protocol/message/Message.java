/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.message;

import org.tocsin.protocol.Member;
import org.tocsin.protocol.MessageType;

/** Anything that crosses the exchange signed. */
public sealed interface Message permits Alert, Answer, Receipt, Notice, Reconciliation, Objection, DirectoryRecord {

    /** The major version this code speaks and the first field of every payload. */
    int VERSION = 1;

    /** What kind of message this is. */
    MessageType type();

    /** Who says it; must equal the owner of the key that signed it. */
    Member author();
}
