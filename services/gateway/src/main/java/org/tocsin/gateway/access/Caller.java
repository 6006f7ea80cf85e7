/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.access;

import java.util.Set;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;

/** Who made a request: the token's hash and name, and the roles it carries. */
public record Caller(String token, String name, Set<Role> roles) {

    private static final Set<Role> READERS = Set.of(Role.CERT, Role.OPERATOR, Role.OFFICER);
    private static final Set<Role> SENDERS = Set.of(Role.CERT, Role.OFFICER);
    private static final Set<Role> ADMINISTRATORS = Set.of(Role.ADMIN);
    private static final Set<Role> OPERATORS = Set.of(Role.OPERATOR, Role.OFFICER, Role.ADMIN);

    /** The request attribute a caller is found under. */
    public static final String ATTRIBUTE = "tocsin.caller";

    /** Refuses who may not read, display and answer alerts. */
    public void mustRead() {
        must(READERS);
    }

    /** Refuses who may not send alerts. */
    public void mustSend() {
        must(SENDERS);
    }

    /** Refuses who may not administer the gateway. */
    public void mustAdminister() {
        must(ADMINISTRATORS);
    }

    /** Refuses who may not ask for what runs this gateway's links. */
    public void mustOperate() {
        must(OPERATORS);
    }

    /** The role an answer is signed with: the first that may give one. */
    public Role answeringRole() {
        return READERS.stream().filter(roles::contains).sorted().findFirst().orElseThrow();
    }

    private void must(Set<Role> any) {
        if (roles.stream().noneMatch(any::contains)) {
            throw new Refused(ProblemType.FORBIDDEN);
        }
    }
}
