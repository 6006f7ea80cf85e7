/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import io.netty.util.NetUtil;
import java.util.Set;
import org.tocsin.gateway.http.SafeText;

/** The STIX 2.1 cyber-observable types, and the form of those values that have one. Nothing is ever looked up. */
final class Observables {

    static final int LONGEST_VALUE = 4_096;

    private static final Set<String> TYPES = Set.of(
            "artifact",
            "autonomous-system",
            "directory",
            "domain-name",
            "email-addr",
            "email-message",
            "file",
            "ipv4-addr",
            "ipv6-addr",
            "mac-addr",
            "mutex",
            "network-traffic",
            "process",
            "software",
            "url",
            "user-account",
            "windows-registry-key",
            "x509-certificate");
    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 128;

    private Observables() {}

    static boolean isType(String type) {
        return TYPES.contains(type);
    }

    static boolean isValue(String type, String value) {
        return switch (type) {
            case "ipv4-addr" -> isAddress(value, IPV4_BITS);
            case "ipv6-addr" -> isAddress(value, IPV6_BITS);
            default -> !SafeText.hasControls(value);
        };
    }

    private static boolean isAddress(String value, int bits) {
        int slash = value.indexOf('/');
        String address = slash < 0 ? value : value.substring(0, slash);
        boolean isPrefix = slash < 0 || isPrefix(value.substring(slash + 1), bits);
        boolean isAddress =
                bits == IPV4_BITS ? NetUtil.isValidIpV4Address(address) : NetUtil.isValidIpV6Address(address);
        return isAddress && isPrefix;
    }

    private static boolean isPrefix(String digits, int bits) {
        return digits.matches("\\d{1,3}") && Integer.parseInt(digits) <= bits;
    }
}
