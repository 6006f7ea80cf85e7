/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.message;

import com.fasterxml.jackson.annotation.JsonValue;

/** What an answer is about. */
public enum AnswerKind implements Token {
    /** An outcome, an assessment, a note. */
    ACKNOWLEDGEMENT;

    @JsonValue
    @Override
    public String token() {
        return Token.kebab(this);
    }
}
