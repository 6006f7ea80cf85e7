/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which observables are of a STIX 2.1 type and of its form. */
class ObservablesTest {

    @ParameterizedTest
    @ValueSource(strings = {"ipv4-addr", "ipv6-addr", "domain-name", "file", "url", "x509-certificate"})
    void typesAreThoseOfStix(String type) {
        assertThat(Observables.isType(type)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ipv4", "IPV4-ADDR", "regex", "yara", "sigma", "", "indicator"})
    void othersAreNone(String type) {
        assertThat(Observables.isType(type)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "ipv4-addr, 192.0.2.7",
        "ipv4-addr, 192.0.2.0/24",
        "ipv4-addr, 0.0.0.0/0",
        "ipv6-addr, 2001:db8::1",
        "ipv6-addr, 2001:db8::/32",
        "ipv6-addr, ::ffff:192.0.2.7",
        "domain-name, invoice.example",
        "url, hxxps://invoice[.]example/a?b=c"
    })
    void valueOfItsTypeIsTaken(String type, String value) {
        assertThat(Observables.isValue(type, value)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "ipv4-addr, 999.1.1.1/33",
        "ipv4-addr, 192.0.2.7/33",
        "ipv4-addr, 192.0.2.7/",
        "ipv4-addr, 192.0.2.7/-1",
        "ipv4-addr, 192.0.2.7/24/24",
        "ipv4-addr, 192.0.2",
        "ipv4-addr, 0x7f.1",
        "ipv4-addr, 2130706433",
        "ipv4-addr, 2001:db8::1",
        "ipv6-addr, 192.0.2.7",
        "ipv6-addr, 2001:db8::1/129",
        "ipv6-addr, 2001:db8:::1",
        "ipv4-addr, (a+)+$"
    })
    void valueOfAnotherFormIsNot(String type, String value) {
        assertThat(Observables.isValue(type, value)).isFalse();
    }

    @Test
    void controlCharactersAreOfNoForm() {
        assertThat(Observables.isValue("domain-name", "invoice\u0000.example")).isFalse();
        assertThat(Observables.isValue("file", "name\u001b[31m")).isFalse();
    }
}
