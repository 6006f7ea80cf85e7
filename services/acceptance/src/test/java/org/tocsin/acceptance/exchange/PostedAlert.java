/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.exchange;

/** An alert that a gateway has answered for with 202. */
public record PostedAlert(String id, int revision, String digest) {

    /** What a 202 said. */
    public static PostedAlert of(Reply accepted) {
        return new PostedAlert(
                accepted.text("id"), accepted.json().path("revision").asInt(), accepted.text("digest"));
    }
}
