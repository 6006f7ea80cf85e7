/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.http;

import java.util.Locale;

/**
 * Every problem this gateway answers, with its stable slug ({@code type} is {@code /problems/<slug>}), status and title.
 * Documented in docs/problems.md.
 */
public enum ProblemType {
    MALFORMED_REQUEST(400, "What came is not well-formed HTTP."),
    MALFORMED_JSON(400, "The body is not one well-formed JSON object."),
    LIMIT_EXCEEDED(400, "The body exceeds a limit of size or depth."),
    INVALID_PARAMETER(400, "A header or query parameter is not valid."),
    INVALID_CURSOR(400, "The cursor is not one that this gateway gave."),
    UNAUTHENTICATED(401, "A valid bearer token is needed."),
    FORBIDDEN(403, "The token's roles do not allow this."),
    CSRF(403, "The request does not come from a page of this gateway."),
    SECOND_PERSON_REQUIRED(403, "Somebody else than the author must do this."),
    FRESH_SIGN_IN_REQUIRED(403, "The person must have signed in anew."),
    NOT_FOUND(404, "There is nothing here."),
    METHOD_NOT_ALLOWED(405, "This method is not allowed here."),
    NOT_ACCEPTABLE(406, "None of the accepted media types can be given."),
    REQUEST_TIMEOUT(408, "The request took too long to arrive."),
    REQUEST_IN_PROGRESS(409, "The first request with this idempotency key is still in progress."),
    INVALID_TRANSITION(409, "The alert's state does not allow this."),
    RELEASE_STALE(409, "The draft is not, or no longer, the one that was read."),
    REVISION_SUPERSEDED(409, "A newer revision has superseded this one."),
    CLIENT_EXISTS(409, "A living client has this name."),
    LAST_ADMINISTRATOR(409, "No administrator would be left."),
    ALREADY_WAITING(409, "The record waits already and is tried again by itself."),
    ENTRY_NOT_NEWER(409, "The directory record does not count higher than the one held."),
    DELETED(410, "What this alert said was deleted here."),
    CURSOR_EXPIRED(410, "The cursor is older than what is kept; read the list instead."),
    PRECONDITION_FAILED(412, "The revision is no longer the current one."),
    PAYLOAD_TOO_LARGE(413, "The body is too large."),
    URI_TOO_LONG(414, "The request line is too long."),
    UNSUPPORTED_MEDIA_TYPE(415, "The body must be application/json in UTF-8."),
    UNSUPPORTED_ENCODING(415, "Encoded bodies are not read."),
    INVALID_ALERT(422, "The alert is not valid."),
    INVALID_ANSWER(422, "The answer is not valid."),
    INVALID_GROUP(422, "The sharing group is not valid."),
    INVALID_RELEASE(422, "The release is not valid."),
    INVALID_DELETION(422, "The deletion is not valid."),
    INVALID_CLIENT(422, "The client is not valid."),
    INVALID_SIGN_IN(422, "The sign-in is not valid."),
    INVALID_DIRECTORY_RECORD(422, "The directory record is not valid."),
    TLP_REQUIRED(422, "The alert has no TLP label."),
    TLP_VIOLATION(422, "The label does not allow this audience."),
    INVALID_AUDIENCE(422, "The audience is not valid."),
    AUDIENCE_NARROWED(422, "A revision cannot remove a recipient."),
    REFERENCE_DISCLOSES(422, "A reference would disclose an alert to someone who was not addressed by it."),
    UNSAFE_TEXT(422, "A title or name holds characters that could mislead a reader."),
    UNSAFE_LINK(422, "A link is not a plain https link."),
    IDEMPOTENCY_KEY_REUSED(422, "The idempotency key was used for another request."),
    PRECONDITION_REQUIRED(428, "If-Match with the current revision is needed."),
    HEADERS_TOO_LARGE(431, "The headers are too large."),
    RATE_LIMITED(429, "Too many at once."),
    INTERNAL_ERROR(500, "The gateway failed to answer."),
    UNAVAILABLE(503, "The gateway cannot store anything now; nothing was accepted."),
    OVERLOADED(503, "The gateway has too much to do now; nothing was accepted."),
    BACKLOG_FULL(503, "Too much that was sent is still unconfirmed; nothing was accepted."),
    SIGNING_KEY_NOT_VALID(503, "This gateway has no valid signing key now; nothing was accepted.");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** What it means, the same for every occurrence. */
    public String title() {
        return title;
    }

    /** The stable name: {@code malformed-json}. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
