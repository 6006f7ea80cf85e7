/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.exchange;

import java.util.List;
import java.util.Map;

/** Everything that a service answered: the status, the headers by their lower-case names, the body. */
public record Answered(int status, Map<String, List<String>> headers, String body) {}
