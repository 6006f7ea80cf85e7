/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whose failures count together. */
class LimitsTest {

    private final Limits limits = new Limits(0, 1);

    private static InetSocketAddress from(String address) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(address), 1234);
    }

    private void fail(String address) throws UnknownHostException {
        InetSocketAddress from = from(address);
        IntStream.range(0, 30).forEach(i -> limits.allowFailure(from));
    }

    @Test
    void failuresOfOneAddressLeaveOthersAlone() throws UnknownHostException {
        fail("192.0.2.7");

        assertThat(limits.isSpent(from("192.0.2.7"))).isTrue();
        assertThat(limits.isSpent(from("192.0.2.8"))).isFalse();
    }

    @Test
    void aNetworkOfIpv6IsOneAddress() throws UnknownHostException {
        fail("2001:db8:1:2::1");

        assertThat(limits.isSpent(from("2001:db8:1:2:ffff::9"))).isTrue();
        assertThat(limits.isSpent(from("2001:db8:1:3::1"))).isFalse();
    }

    @Test
    void zeroIsNoLimit() throws UnknownHostException {
        Limits none = new Limits(0, 0);
        InetSocketAddress from = from("192.0.2.7");

        assertThat(IntStream.range(0, 10_000).allMatch(i -> none.allowRequest("a") && none.allowFailure(from)))
                .isTrue();
        assertThat(none.isSpent(from)).isFalse();
    }
}
