/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Reference Security Incident Taxonomy, version 1003: predicates and their values. */
final class Rsit {

    private static final Map<String, Set<String>> VALUES = Map.ofEntries(
            Map.entry("abusive-content", Set.of("spam", "harmful-speech", "violence")),
            Map.entry(
                    "malicious-code",
                    Set.of("infected-system", "c2-server", "malware-distribution", "malware-configuration")),
            Map.entry("information-gathering", Set.of("scanner", "sniffing", "social-engineering")),
            Map.entry("intrusion-attempts", Set.of("ids-alert", "brute-force", "exploit")),
            Map.entry(
                    "intrusions",
                    Set.of(
                            "privileged-account-compromise",
                            "unprivileged-account-compromise",
                            "application-compromise",
                            "system-compromise",
                            "burglary")),
            Map.entry("availability", Set.of("dos", "ddos", "misconfiguration", "sabotage", "outage")),
            Map.entry(
                    "information-content-security",
                    Set.of(
                            "unauthorised-information-access",
                            "unauthorised-information-modification",
                            "data-loss",
                            "data-leak")),
            Map.entry("fraud", Set.of("unauthorised-use-of-resources", "copyright", "masquerade", "phishing")),
            Map.entry(
                    "vulnerable",
                    Set.of(
                            "weak-crypto",
                            "ddos-amplifier",
                            "potentially-unwanted-accessible",
                            "information-disclosure",
                            "vulnerable-system")),
            Map.entry("other", Set.of("other", "undetermined")),
            Map.entry("test", Set.of("test")));
    private static final Pattern FORM =
            Pattern.compile("(?:rsit:)?([a-z-]{1,40})(?:/([a-z0-9-]{1,60})|=\"([a-z0-9-]{1,60})\")");

    private Rsit() {}

    /** Reads {@code malicious-code/c2-server} or the machine tag {@code rsit:malicious-code="c2-server"}. */
    static Optional<String> classification(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        String value = form.group(2) == null ? form.group(3) : form.group(2);
        boolean exists = VALUES.getOrDefault(form.group(1), Set.of()).contains(value);
        return exists ? Optional.of(form.group(1) + '/' + value) : Optional.empty();
    }
}
