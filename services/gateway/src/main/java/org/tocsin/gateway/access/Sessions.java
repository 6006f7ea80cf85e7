/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import org.tocsin.gateway.audit.Act;
import org.tocsin.gateway.audit.Actor;
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

    private static final int SUBJECT_LENGTH = 12;

    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final Minutes minutes;

    Sessions(DataSource dataSource, Minutes minutes) {
        this.database = JdbcClient.create(dataSource);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.minutes = minutes;
    }

    static boolean isSession(String text) {
        return FORM.matcher(text).matches();
    }

    /** Begins a session of a token that counts and forgets those that ended; gives the cookie's value. */
    String begin(String token, Actor by) {
        String secret = Secrets.fresh();
        transaction.executeWithoutResult(status -> begun(secret, token, by));
        minutes.written();
        return secret;
    }

    private void begun(String secret, String token, Actor by) {
        database.sql("delete from session where used < " + UNUSED + " or signed_in < " + TOO_OLD)
                .update();
        database.sql("insert into session (hash, token, rights) select ?, t.hash, " + RIGHTS
                        + " from token t where t.hash = ?")
                .param(Digest.sha256(secret).hex())
                .param(token)
                .update();
        minutes.write(
                database, Act.SESSION_STARTED, by, subject(Digest.sha256(secret).hex()));
    }

    /** The caller of a session's hash; empty when there is none or it has ended. */
    Optional<Caller> find(String hash) {
        return database.sql(FIND)
                .param("hash", hash)
                .query((row, number) -> Tokens.caller(row, proof(hash, row)))
                .optional();
    }

    /** Ends a session; that there is none is no fault. */
    void end(String hash, Actor by) {
        transaction.executeWithoutResult(status -> {
            int ended = database.sql("delete from session where hash = ?")
                    .param(hash)
                    .update();
            if (ended > 0) {
                minutes.write(database, Act.SESSION_ENDED, by, subject(hash));
            }
        });
        minutes.written();
    }

    // Enough of the cookie's hash to know a session again, and nothing of the cookie.
    private static String subject(String hash) {
        return hash.substring(0, SUBJECT_LENGTH);
    }

    private static Proof proof(String hash, ResultSet row) throws SQLException {
        return new Proof(Proof.Kind.SESSION, hash, Tokens.instant(row, "signed_in"), Tokens.instant(row, "until"));
    }
}
