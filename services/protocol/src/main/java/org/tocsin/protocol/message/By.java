/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.message;

import java.util.Objects;

/** Who answered, as far as others may know: a role and an opaque reference. Officers' names stay at home. */
public record By(String role, String ref) {

    /** Both are compulsory. */
    public By {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(ref, "ref");
    }
}
