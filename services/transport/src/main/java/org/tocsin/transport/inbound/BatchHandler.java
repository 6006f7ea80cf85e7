/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.inbound;

import java.sql.SQLException;
import org.tocsin.transport.SendFailed;

/**
 * What a service does with a batch: decide, send what must be sent first, and commit everything with the batch's
 * positions in one statement that begins with {@link BatchHead#SQL}. Either all of it happened or none of it counts; it
 * may be called again with the same messages, so everything it does must be idempotent.
 */
public interface BatchHandler {

    /** Handles one batch on the listener's thread. */
    void handle(Batch batch) throws SQLException, SendFailed, InterruptedException;
}
