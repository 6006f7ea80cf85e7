/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.embedded.testing;

/** An empty database of a real PostgreSQL server, with a login that may do anything in it. */
public record TestDatabase(String url, String user, String password) {}
