/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.stream;

import org.springframework.stereotype.Component;
import org.tocsin.gateway.event.Events;
import org.tocsin.gateway.event.Tail;
import org.tocsin.gateway.reading.ShownEvents;
import reactor.core.scheduler.Scheduler;

/**
 * Where streams come from: the numbers of the tail in memory and of the table behind it, what a reader may know of either,
 * and the scheduler that reads the table.
 */
@Component
record StreamSource(Tail tail, Events events, ShownEvents shown, Scheduler readers) {}
