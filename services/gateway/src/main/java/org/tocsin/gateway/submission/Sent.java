/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import java.util.List;
import java.util.UUID;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.message.AlertHeader;
import org.tocsin.protocol.message.AlertKind;
import org.tocsin.protocol.message.Info;

/** The latest revision of an alert that this member sent, with its words. */
record Sent(AlertHeader header, List<Info> info, Digest digest) {

    UUID id() {
        return header.id();
    }

    int revision() {
        return header.revision();
    }

    /** Refuses any further word on a recalled alert: a recall is never undone. */
    void mustBeOpen() {
        if (header.kind() == AlertKind.CANCEL) {
            throw new Refused(ProblemType.INVALID_TRANSITION, "The alert is cancelled.");
        }
    }
}
