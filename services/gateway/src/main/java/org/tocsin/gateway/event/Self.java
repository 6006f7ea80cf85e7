/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.event;

import org.tocsin.protocol.Member;

/** Whose gateway this is. */
public record Self(Member member) {}
