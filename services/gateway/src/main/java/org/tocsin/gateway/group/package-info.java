/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * This member's sharing groups: its own address book of whom it warns together. A group's versions are never changed; a
 * draft names groups, the list of members is resolved when the alert is signed, and nothing about groups leaves this
 * gateway. Stands below the features that name groups and knows none of them.
 */
@NullMarked
package org.tocsin.gateway.group;

import org.jspecify.annotations.NullMarked;
