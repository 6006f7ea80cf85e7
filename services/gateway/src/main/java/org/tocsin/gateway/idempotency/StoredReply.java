/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.idempotency;

/** The reply to a request that carried a key: whose token, which key, the request's digest, status and body. */
public record StoredReply(String token, String key, String request, int status, byte[] body) {

    /** What it is kept under. */
    public IdempotencyKeys.Claim claim() {
        return new IdempotencyKeys.Claim(token, key, request);
    }
}
