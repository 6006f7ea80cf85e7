/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.feed;

import org.jspecify.annotations.Nullable;

/** One entry of the catalogue, as far as an alert needs it; the names are the catalogue's own. */
record KevEntry(
        String cveID,
        String vulnerabilityName,
        String dateAdded,
        @Nullable String shortDescription,
        @Nullable String requiredAction,
        @Nullable String dueDate,
        @Nullable String knownRansomwareCampaignUse) {

    boolean isUsedByRansomware() {
        return "Known".equals(knownRansomwareCampaignUse);
    }
}
