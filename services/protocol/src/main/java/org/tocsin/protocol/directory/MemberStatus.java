/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.directory;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a member stands. */
public enum MemberStatus {
    /** Sends and receives. */
    @JsonProperty("active")
    ACTIVE,
    /** Neither sends nor receives for now. */
    @JsonProperty("suspended")
    SUSPENDED,
    /** Gone for good; the code is never given again. */
    @JsonProperty("left")
    LEFT
}
