/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.stream;

import org.springframework.stereotype.Component;
import org.tocsin.gateway.event.Events;
import org.tocsin.gateway.event.Tail;
import reactor.core.scheduler.Scheduler;

/** Where streams come from: the tail in memory, the table behind it, and the scheduler that reads it. */
@Component
record StreamSource(Tail tail, Events events, Scheduler readers) {}
