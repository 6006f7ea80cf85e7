/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.inbound;

import org.tocsin.transport.Partition;

/** How far a batch moves one partition: from exactly {@code expected} to {@code next}, in the topic of that id. */
public record Position(Partition partition, String topicId, long expected, long next) {}
