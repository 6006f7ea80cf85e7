/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries a refusal out of a reactive chain to {@link Problems}. Not a breakage: it has no stack trace. */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int MOST_VIOLATIONS = 20;

    private final transient ProblemType type;
    private final transient @Nullable String detail;
    private final transient List<Violation> violations;

    /** A refusal that needs no more words. */
    public Refused(ProblemType type) {
        this(type, null, List.of());
    }

    /** A refusal with a sentence about this occurrence, which never repeats the input. */
    public Refused(ProblemType type, String detail) {
        this(type, detail, List.of());
    }

    /** A refusal of a body, with what is wrong in it; at most 20 are told. */
    public Refused(ProblemType type, List<Violation> violations) {
        this(type, null, violations);
    }

    private Refused(ProblemType type, @Nullable String detail, List<Violation> violations) {
        super(type.slug(), null, false, false);
        this.type = type;
        this.detail = detail;
        this.violations = violations.stream().limit(MOST_VIOLATIONS).toList();
    }

    /** What kind of problem. */
    public ProblemType type() {
        return type;
    }

    @Nullable
    String detail() {
        return detail;
    }

    /** What is wrong with a body; empty for anything else. */
    public List<Violation> violations() {
        return violations;
    }
}
