/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.access;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tocsin.gateway.audit.Actor;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.protocol.release.Reader;

/**
 * Who made a request. {@code token} is the account: 64 hex digits, the same at each request and sign-in of one client,
 * no secret. Then its name, the roles it carries, as which reader the release rule sees it, and by what it was known.
 */
public record Caller(String token, String name, Set<Role> roles, Reader reader, Proof proof) {

    private static final Set<Role> READERS = Set.of(Role.CERT, Role.OPERATOR, Role.OFFICER);
    private static final Set<Role> SENDERS = Set.of(Role.CERT, Role.OFFICER);
    private static final Set<Role> RELEASERS = Set.of(Role.OFFICER);
    private static final Set<Role> ADMINISTRATORS = Set.of(Role.ADMIN);
    private static final Set<Role> AUDITORS = Set.of(Role.AUDITOR);
    private static final Set<Role> OPERATORS = Set.of(Role.OPERATOR, Role.OFFICER, Role.ADMIN);

    private static final Set<Role> OFFICE = Set.of(Role.CERT, Role.OPERATOR, Role.OFFICER, Role.ADMIN);
    private static final Set<Role> EDITORS = Set.of(Role.OFFICER, Role.ADMIN);

    private static final int REF_LENGTH = 12;

    /** The request attribute a caller is found under. */
    public static final String ATTRIBUTE = "tocsin.caller";

    /** A caller with a bearer token, by the token's hash. */
    public Caller(String token, String name, Set<Role> roles, Reader reader) {
        this(token, name, roles, reader, Proof.token(token, Instant.MAX));
    }

    /** Says whether somebody with eyes and ears calls, not a program. */
    public boolean isPerson() {
        return reader.being() == Reader.Being.PERSON;
    }

    /** When this person last proved who it is; null for who comes with a token and never signed in. */
    public @Nullable Instant signedInAt() {
        return proof.signedInAt();
    }

    /** Says whether a person signed in at most so long ago. A bearer token of this gateway never did. */
    public boolean hasSignedInWithin(Duration recent, Instant now) {
        Instant at = signedInAt();
        return at != null && isPerson() && !at.isBefore(now.minus(recent));
    }

    /** Refuses who may not read, display and answer alerts. */
    public void mustRead() {
        must(READERS);
    }

    /** Refuses who may not send alerts. */
    public void mustSend() {
        must(SENDERS);
    }

    /** Refuses who has nothing to do with other members: the auditor. */
    public void mustSeeMembers() {
        must(OFFICE);
    }

    /** Refuses who may not see whom this member warns together. */
    public void mustSeeGroups() {
        must(OFFICE);
    }

    /** Refuses who may not change whom this member warns together. */
    public void mustEditGroups() {
        must(EDITORS);
    }

    /** Refuses who may not write drafts of alerts. An operator's waits for an officer. */
    public void mustDraft() {
        must(READERS);
    }

    /** Says whether what this caller drafts is sent without a second person, unless the alert itself asks for one. */
    public boolean sendsAlone() {
        return roles.stream().anyMatch(SENDERS::contains);
    }

    /** Refuses who may not release what waits for a second person: an officer, and no machine. */
    public void mustRelease() {
        must(RELEASERS);
        if (!isPerson()) {
            throw new Refused(ProblemType.FORBIDDEN);
        }
    }

    /** Refuses who may not administer the gateway. */
    public void mustAdminister() {
        must(ADMINISTRATORS);
    }

    /** Refuses who may not read the audit. */
    public void mustAudit() {
        must(AUDITORS);
    }

    /** Refuses who may not ask for what runs this gateway's links. */
    public void mustOperate() {
        must(OPERATORS);
    }

    /** As the audit names it: by its token's name and the start of the token's hash. */
    public Actor actor(@Nullable String address) {
        String ref = token.substring(0, Math.min(REF_LENGTH, token.length()));
        return new Actor(name, ref, roles.stream().sorted().map(Role::token).toList(), address);
    }

    /** The role an answer is signed with: the first that may give one. */
    public Role answeringRole() {
        return READERS.stream().filter(roles::contains).sorted().findFirst().orElseThrow();
    }

    boolean hasRightsOf(Caller other) {
        return roles.equals(other.roles) && reader.equals(other.reader);
    }

    private void must(Set<Role> any) {
        if (roles.stream().noneMatch(any::contains)) {
            throw new Refused(ProblemType.FORBIDDEN);
        }
    }
}
