/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Who belongs to the exchange, from the command line: {@code member request} on a member's own machine makes its key and
 * a request that proves it holds it; {@code admit}, {@code rotate}, {@code revoke}, {@code suspend}, {@code reinstate} and
 * {@code leave}, where the registrar's key is, make the member's next directory record. {@link
 * org.tocsin.standalone.membership.NextRecord} decides (pure); the rest is files, and the centre's door. The registrar's
 * key is read here and nowhere else goes near a service.
 */
@NullMarked
package org.tocsin.standalone.membership;

import org.jspecify.annotations.NullMarked;
