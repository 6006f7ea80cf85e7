/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.directory;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a member is. */
public enum MemberKind {
    /** A state, by its national CERT. */
    @JsonProperty("state")
    STATE,
    /** A centre: coordinating, organised-crime, anti-narcotics. */
    @JsonProperty("body")
    BODY,
    /** A signing identity that is nobody's gateway. */
    @JsonProperty("authority")
    AUTHORITY
}
