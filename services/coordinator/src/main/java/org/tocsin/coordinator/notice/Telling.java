/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.notice;

import java.util.Set;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.message.Notice;

/** A notice and whom to tell it, in the lane of what it is about. */
public record Telling(Set<Member> targets, Lane lane, Notice notice) {}
