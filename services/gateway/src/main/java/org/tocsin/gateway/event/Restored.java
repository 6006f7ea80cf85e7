/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.event;

/** Whether this start is the first one after this gateway's database came from a backup. */
public record Restored(boolean isSo) {}
