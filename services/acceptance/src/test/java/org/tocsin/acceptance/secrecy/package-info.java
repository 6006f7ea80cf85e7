/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What somebody can observe who is not concerned: worlds that differ in a secret only, transcripts of them that are
 * compared, and words that must turn up nowhere else. Reaches the exchange through {@code exchange} alone.
 */
@NullMarked
package org.tocsin.acceptance.secrecy;

import org.jspecify.annotations.NullMarked;
