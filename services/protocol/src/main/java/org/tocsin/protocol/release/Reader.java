/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.release;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.Label;

/**
 * Who would read at a member: a person or a machine, of the CERT itself or of a constituent. {@code red} is the
 * clearance its own member has given a person; {@code ceiling} the strictest label it may see, null for no ceiling.
 */
public record Reader(
        Being being,
        Standing standing,
        boolean red,
        @Nullable Label ceiling) {

    /** Eyes and ears, or a program. TLP:RED is for eyes and ears. */
    public enum Being {
        PERSON,
        MACHINE
    }

    /** Whose account it is. */
    public enum Standing {
        /** The member's own organisation: its national CERT. */
        CERT,
        /** A client of that organisation. */
        CONSTITUENT
    }

    /** Nobody in particular: who stands at a public door, or reads a log. */
    public static final Reader ANYBODY = new Reader(Being.MACHINE, Standing.CONSTITUENT, false, Label.CLEAR);

    /** Refuses a machine with a clearance for what is for eyes and ears only. */
    public Reader {
        Objects.requireNonNull(being, "being");
        Objects.requireNonNull(standing, "standing");
        if (red && being == Being.MACHINE) {
            throw new IllegalArgumentException("a machine has no clearance for TLP:RED");
        }
    }

    /** A program of the CERT itself. */
    public static Reader machine() {
        return new Reader(Being.MACHINE, Standing.CERT, false, null);
    }

    /** A person of the CERT itself. */
    public static Reader person(boolean red) {
        return new Reader(Being.PERSON, Standing.CERT, red, null);
    }

    boolean isAbove(Label label) {
        return ceiling != null && label.isStricterThan(ceiling);
    }
}
