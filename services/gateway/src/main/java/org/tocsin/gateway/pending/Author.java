/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.pending;

import org.tocsin.gateway.access.Caller;
import org.tocsin.protocol.release.Reader;

/** Who submitted a draft: the hash of what it was submitted with, the account's name, and whether it is a person. */
record Author(String token, String name, boolean isPerson) {

    static Author of(Caller caller) {
        return new Author(caller.token(), caller.name(), caller.reader().being() == Reader.Being.PERSON);
    }

    /** Says whether the caller is the same account, by whatever token or session. */
    boolean is(Caller caller) {
        return token.equals(caller.token()) || name.equals(caller.name());
    }

    /** Says whether the caller is a second pair of eyes. Behind a machine no eyes have been yet. */
    boolean isOtherPersonThan(Caller caller) {
        return !isPerson || !is(caller);
    }
}
