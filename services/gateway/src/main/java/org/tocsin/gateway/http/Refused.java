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
    private final transient @Nullable String ground;

    /** A refusal that needs no more words. */
    public Refused(ProblemType type) {
        this(type, null, List.of(), null);
    }

    /** A refusal with a sentence about this occurrence, which never repeats the input. */
    public Refused(ProblemType type, String detail) {
        this(type, detail, List.of(), null);
    }

    /** A refusal of a body, with what is wrong in it; at most 20 are told. */
    public Refused(ProblemType type, List<Violation> violations) {
        this(type, null, violations, null);
    }

    private Refused(ProblemType type, @Nullable String detail, List<Violation> violations, @Nullable String ground) {
        super(type.slug(), null, false, false);
        this.type = type;
        this.detail = detail;
        this.violations = violations.stream().limit(MOST_VIOLATIONS).toList();
        this.ground = ground;
    }

    /** Tells that there is nothing, and the audit alone why there is nothing for this caller. */
    public static Refused concealing(String ground) {
        return new Refused(ProblemType.NOT_FOUND, null, List.of(), ground);
    }

    /** What kind of problem. */
    public ProblemType type() {
        return type;
    }

    /** Why there is said to be nothing where there is something; null otherwise. For the audit, never for the answer. */
    public @Nullable String ground() {
        return ground;
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
