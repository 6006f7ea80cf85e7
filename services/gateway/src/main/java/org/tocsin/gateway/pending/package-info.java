/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Four eyes: drafts that wait for a second person. {@link org.tocsin.gateway.pending.ReleaseNeed} says which do and
 * {@link org.tocsin.gateway.pending.Releasing} who may end the waiting, both pure; {@link
 * org.tocsin.gateway.pending.PendingDrafts} is the table of them. What is released goes by the outbox, in whose commit
 * the waiting ends. Stands below the feature that holds drafts and knows none.
 */
@NullMarked
package org.tocsin.gateway.pending;

import org.jspecify.annotations.NullMarked;
