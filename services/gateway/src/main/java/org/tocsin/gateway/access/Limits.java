/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much one client may ask, and how often one address may show what does not count. The address is the connection's:
 * no header is believed about it (a proxy's clients share one, so a proxy has to limit them itself).
 */
public final class Limits {

    private static final Duration REQUESTS_AT_ONCE = Duration.ofSeconds(2);
    private static final Duration FAILURES_AT_ONCE = Duration.ofSeconds(20);
    private static final int HALF_OF_IPV6 = 8;

    private final Optional<Buckets> requests;
    private final Optional<Buckets> failures;

    /** So many requests a second per client and failures a second per address; 0 means without limit. */
    public Limits(int requestsPerSecond, int failuresPerSecond) {
        this.requests = buckets(requestsPerSecond, REQUESTS_AT_ONCE);
        this.failures = buckets(failuresPerSecond, FAILURES_AT_ONCE);
    }

    /** Counts a request of a client; false when it has asked too much. */
    boolean allowRequest(String client) {
        return requests.map(buckets -> buckets.take(client)).orElse(true);
    }

    /** Counts a failure; false when there were too many. */
    boolean allowFailure(@Nullable InetSocketAddress from) {
        return failures.map(buckets -> buckets.take(network(from))).orElse(true);
    }

    /** Says whether the next failure would be one too many. */
    boolean isSpent(@Nullable InetSocketAddress from) {
        return failures.map(buckets -> buckets.isEmpty(network(from))).orElse(false);
    }

    // One customer holds a /64 of IPv6.
    private static String network(@Nullable InetSocketAddress from) {
        InetAddress address = from == null ? null : from.getAddress();
        if (address == null) {
            return "";
        }
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, HALF_OF_IPV6) : bytes);
    }

    private static Optional<Buckets> buckets(int perSecond, Duration atOnce) {
        return perSecond == 0 ? Optional.empty() : Optional.of(new Buckets(perSecond, atOnce, System::nanoTime));
    }
}
