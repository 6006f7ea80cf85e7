/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The door through which an administrator sees what this gateway did not let in, and has it judged once more. It shows
 * reasons and places, never bytes; the judging is transport's and the inbox's, as for everything that arrives.
 */
@NullMarked
package org.tocsin.gateway.quarantine;

import org.jspecify.annotations.NullMarked;
