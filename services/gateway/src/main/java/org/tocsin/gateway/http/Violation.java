/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.http;

/** One thing wrong with a body: a JSON pointer (RFC 6901) and the rule it breaks. Never repeats the value. */
public record Violation(String pointer, String rule) {}
