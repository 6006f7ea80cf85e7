/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.tocsin.protocol.Digest;

/**
 * People who signed in. A session is 256 random bits, stored as their SHA-256 only. It ends after 30 minutes without use
 * (an open live stream is use: a watch desk must not go dark), after 12 hours, with its token, and when what the token
 * carries is no longer what it was at the sign-in.
 */
@Component
class Sessions {

    private static final Pattern FORM = Pattern.compile(Secrets.FORM);
    private static final String RIGHTS = "concat_ws('|', t.roles, t.being, t.standing, t.red, coalesce(t.ceiling, ''))";
    private static final String UNUSED = "now() - interval '30 minutes'";
    private static final String TOO_OLD = "now() - interval '12 hours'";

    // Its use is noted once a minute, in the statement that looks it up.
    private static final String FIND = "with used as (update session set used = now() where hash = :hash"
            + " and used < now() - interval '1 minute' and used > " + UNUSED + ")"
            + " select t.hash, t.name, t.roles, t.being, t.standing, t.red, t.ceiling, s.signed_in,"
            + " least(t.expires, s.signed_in + interval '12 hours') as until"
            + " from session s join token t on t.hash = s.token where s.hash = :hash"
            + " and s.used > " + UNUSED + " and s.signed_in > " + TOO_OLD
            + " and s.rights = " + RIGHTS + " and not t.revoked and t.expires > now()";

    private final JdbcClient database;

    Sessions(JdbcClient database) {
        this.database = database;
    }

    static boolean isSession(String text) {
        return FORM.matcher(text).matches();
    }

    /** Begins a session of a token that counts and forgets those that ended; gives the cookie's value. */
    String begin(String token) {
        String secret = Secrets.fresh();
        database.sql("delete from session where used < " + UNUSED + " or signed_in < " + TOO_OLD)
                .update();
        database.sql("insert into session (hash, token, rights) select ?, t.hash, " + RIGHTS
                        + " from token t where t.hash = ?")
                .param(Digest.sha256(secret).hex())
                .param(token)
                .update();
        return secret;
    }

    /** The caller of a session's hash; empty when there is none or it has ended. */
    Optional<Caller> find(String hash) {
        return database.sql(FIND)
                .param("hash", hash)
                .query((row, number) -> Tokens.caller(row, proof(hash, row)))
                .optional();
    }

    void end(String hash) {
        database.sql("delete from session where hash = ?").param(hash).update();
    }

    private static Proof proof(String hash, ResultSet row) throws SQLException {
        return new Proof(Proof.Kind.SESSION, hash, Tokens.instant(row, "signed_in"), Tokens.instant(row, "until"));
    }
}
