/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened, for addressees only. {@code classification} is an RSIT tag such as {@code malicious-code/c2-server};
 * {@code references} are identities of earlier alerts or https links.
 */
public record AlertBody(
        List<Info> info,
        @Nullable String classification,
        @Nullable Urgency urgency,
        @Nullable Severity severity,
        @Nullable Certainty certainty,
        List<Observable> observables,
        List<String> vulnerabilities,
        List<String> techniques,
        List<String> sectors,
        List<String> references) {

    /** A body that says nothing more, as a recall may. */
    public static final AlertBody EMPTY = of(List.of());

    /** A body of words alone. */
    public static AlertBody of(List<Info> info) {
        return new AlertBody(info, null, null, null, null, List.of(), List.of(), List.of(), List.of(), List.of());
    }

    /** Absent lists are empty lists. */
    public AlertBody {
        info = listOf(info);
        observables = listOf(observables);
        vulnerabilities = listOf(vulnerabilities);
        techniques = listOf(techniques);
        sectors = listOf(sectors);
        references = listOf(references);
    }

    private static <T> List<T> listOf(@Nullable List<T> given) {
        return given == null ? List.of() : List.copyOf(given);
    }
}
