/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import org.tocsin.protocol.AlertId;

/** What an alert may refer to: earlier alerts by identity, and plain https links. */
final class References {

    private static final int LONGEST = 2_048;

    private References() {}

    static List<AlertId> alerts(List<String> references) {
        return references.stream()
                .map(AlertId::parse)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    /** Says whether a reference that is no identity is a link that shows where it leads. */
    static boolean isSafe(String reference) {
        if (AlertId.parse(reference).isPresent()) {
            return true;
        }
        if (reference.length() > LONGEST || !reference.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            return false;
        }
        try {
            URI link = new URI(reference);
            return "https".equals(link.getScheme()) && link.getHost() != null && link.getRawUserInfo() == null;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }
}
