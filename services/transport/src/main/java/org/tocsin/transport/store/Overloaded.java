/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.store;

/** The queue before the database is full; nothing was stored. */
public final class Overloaded extends Exception {

    private static final long serialVersionUID = 1L;

    Overloaded() {
        super("the queue of the batch writer is full");
    }
}
