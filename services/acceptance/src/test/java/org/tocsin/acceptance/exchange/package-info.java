/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The words that scenarios are told in: exchanges made of real processes, the members that take part in them, and what
 * they see. Everything goes through public interfaces: processes, HTTP, topics.
 */
@NullMarked
package org.tocsin.acceptance.exchange;

import org.jspecify.annotations.NullMarked;
