/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Whole-exchange scenarios in the domain's words. They start the programs that users start and know nothing of what is
 * inside them.
 */
@NullMarked
package org.tocsin.acceptance;

import org.jspecify.annotations.NullMarked;
