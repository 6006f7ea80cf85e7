/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.event;

/** An event with its number; numbers have no gaps and their order is commit order. */
public record Numbered(long id, EventKind kind, String data) {}
