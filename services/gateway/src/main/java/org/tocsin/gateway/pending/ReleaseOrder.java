/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.pending;

import org.jspecify.annotations.Nullable;
import org.tocsin.gateway.http.Fields;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.protocol.Digest;
import tools.jackson.databind.JsonNode;

/** What a person orders to be sent: the digest of exactly what was read, and, to do so alone, the reason. */
record ReleaseOrder(Digest digest, @Nullable String reason) {

    private static final int SHORTEST_REASON = 10;
    private static final int LONGEST_REASON = 500;

    /** Reads the body of a second person's release. */
    static ReleaseOrder release(JsonNode body) {
        Fields fields = Fields.of(body);
        return checked(fields, digest(fields), null);
    }

    /** Reads the body of a release by one person alone, for which the reason is compulsory. */
    static ReleaseOrder breakGlass(JsonNode body) {
        Fields fields = Fields.of(body);
        Digest digest = digest(fields);
        String reason = fields.required("reason", fields.text("reason", LONGEST_REASON));
        if (reason != null && reason.strip().length() < SHORTEST_REASON) {
            fields.wrong("reason", "length");
        }
        return checked(fields, digest, reason);
    }

    private static @Nullable Digest digest(Fields fields) {
        return fields.required("digest", fields.parsed("digest", Digest::of, "not-a-digest"));
    }

    private static ReleaseOrder checked(Fields fields, @Nullable Digest digest, @Nullable String reason) {
        fields.refuseOthers();
        if (digest == null || !fields.violations().isEmpty()) {
            throw new Refused(ProblemType.INVALID_RELEASE, fields.violations());
        }
        return new ReleaseOrder(digest, reason);
    }
}
