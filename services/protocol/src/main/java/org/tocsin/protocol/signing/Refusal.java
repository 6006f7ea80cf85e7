/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.signing;

import java.util.Locale;

/** Why a record is not believed. The slug is the reason in the quarantine table and in {@code refused} notices. */
public enum Refusal {
    /** Not a compact JWS of the exchange's form. */
    MALFORMED_JWS,
    /** The {@code typ} is not one that travels here. */
    TYPE_MISMATCH,
    /** No directory record lists the {@code kid}; may be cured by the directory. */
    UNKNOWN_KEY,
    /** The key was not valid at the append time. */
    KEY_NOT_VALID,
    /** The signature is not the key's over these bytes. */
    SIGNATURE_INVALID,
    /** Signed correctly, but not of the schema. */
    WRONG_SCHEMA,
    /** Of a newer version: parked, not refused. */
    NEWER_VERSION,
    /** Author, key owner and topic owner are not one. */
    ORIGIN_MISMATCH,
    /** A directory record that does not count higher than the one held. */
    ENTRY_NOT_NEWER,
    /** The author is suspended or has left. */
    AUTHOR_NOT_ACTIVE,
    /** The record's key is not the message's. */
    RECORD_KEY_MISMATCH,
    /** Travels in another lane than its precedence asks for. */
    LANE_MISMATCH,
    /** A further word on an alert that was recalled. */
    ALREADY_CANCELLED,
    /** Appended after the alert's {@code expires}. */
    EXPIRED,
    /** The same identity and revision with other bytes. */
    ALERT_ID_CONFLICT,
    /** The audience does not name this member. */
    NOT_ADDRESSED,
    /** The directory has no such recipient as this member. */
    UNKNOWN_MEMBER,
    /** This member is suspended or has left. */
    MEMBER_NOT_ACTIVE,
    /** The label is stricter than what this member may be sent. */
    ABOVE_CEILING,
    /** An answer or receipt by someone who was not addressed. */
    AUTHOR_NOT_ADDRESSED,
    /** About something this member never sent or held. */
    UNKNOWN_SUBJECT,
    /** Cannot be stored, whatever is tried. */
    UNSTORABLE;

    /** The reason as it is written: {@code signature-invalid}. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
