/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.exchange;

/** Members, the coordinator between them and the broker below. */
public interface Exchange {

    /** A member by its code. */
    Participant member(String code);

    /** A client of the coordinator's management port. */
    Http coordinator();

    /** The exchange's topics, for whoever can reach the broker. */
    Wire wire();
}
