/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.directory;

import org.jspecify.annotations.Nullable;

/** Whom to ring at a member at any hour. */
public record DutyContact(
        String desk,
        @Nullable String phone,
        @Nullable String email,
        @Nullable String hours,
        @Nullable String zone) {}
