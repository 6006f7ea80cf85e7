/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.idempotency;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.protocol.Digest;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Keys in use and keys used. A key belongs to one token and is kept for seven days. Within this process a second request
 * in flight is told to wait; between replicas the table's unique key decides.
 */
@Component
public class IdempotencyKeys {

    private static final Pattern KEY = Pattern.compile("[\\x21\\x23-\\x7e]{1,128}");
    private static final Pattern FORM = Pattern.compile("\"([\\x21\\x23-\\x7e]{1,128})\"|([\\x21\\x23-\\x7e]{1,128})");

    private final JdbcClient database;
    private final Scheduler readers;
    private final Set<Claim> inFlight = ConcurrentHashMap.newKeySet();
    private final ClaimSeal seal;

    IdempotencyKeys(JdbcClient database, Scheduler readers) {
        this.database = database;
        this.readers = readers;
        this.seal = new ClaimSeal(database.sql("select secret from claim_seal")
                .query(byte[].class)
                .single());
    }

    /** A key as one token uses it, for a request of that digest. */
    public record Claim(String token, String key, String request) {

        /** The reply to keep under this key. */
        public StoredReply reply(int status, byte[] body) {
            return new StoredReply(token, key, request, status, body);
        }

        private Claim slot() {
            return new Claim(token, key, "");
        }
    }

    /**
     * The claim a request makes by its header, or null when it makes none. The digest covers what was asked of what, so
     * a key cannot stand for two different requests.
     */
    public static @Nullable Claim claim(String token, HttpHeaders headers, String target, byte @Nullable [] body) {
        String key = parse(headers.getFirst("Idempotency-Key"));
        if (key == null) {
            return null;
        }
        String request = target
                + '\n'
                + headers.getFirst(HttpHeaders.IF_MATCH)
                + '\n'
                + Digest.sha256(body == null ? new byte[0] : body);
        return new Claim(token, key, Digest.sha256(request).hex());
    }

    /** The claim that a line of an upload makes by its own key. */
    public static Claim claim(String token, String key, String target, byte[] line) {
        return new Claim(
                token, key, Digest.sha256(target + '\n' + Digest.sha256(line)).hex());
    }

    /** The claim as it travels with its message into this member's own outbox: nobody else can read or guess it. */
    public byte[] sealed(Claim claim, Digest message) {
        return seal.seal(claim, message);
    }

    /** The claim that travelled with the message; empty when none did, or none of ours. */
    public Optional<Claim> opened(byte @Nullable [] sealed, Digest message) {
        return sealed == null ? Optional.empty() : seal.open(sealed, message);
    }

    /** Says whether a text can be a key: 1 to 128 visible characters, no double quote. */
    public static boolean isKey(String text) {
        return KEY.matcher(text).matches();
    }

    /** Reads the header, quoted (as the draft wants) or bare; null when there is none. */
    static @Nullable String parse(@Nullable String header) {
        if (header == null) {
            return null;
        }
        Matcher form = FORM.matcher(header);
        if (!form.matches()) {
            throw new Refused(ProblemType.INVALID_PARAMETER, "Idempotency-Key is not 1 to 128 visible characters.");
        }
        return form.group(1) == null ? form.group(2) : form.group(1);
    }

    /** Runs the work unless the key was used before; then the stored reply stands, or the request is refused. */
    public Mono<StoredReply> once(Claim claim, Mono<StoredReply> work) {
        return Mono.defer(() -> {
            if (!inFlight.add(claim.slot())) {
                return Mono.error(new Refused(ProblemType.REQUEST_IN_PROGRESS));
            }
            // Released before the reply is given, or a client that repeats at once would be told to wait.
            return Mono.using(claim::slot, slot -> replay(claim).switchIfEmpty(work), inFlight::remove);
        });
    }

    /** The stored reply of a key that was used before, or empty; a refusal when it was for another request. */
    public Mono<StoredReply> replay(Claim claim) {
        return Mono.fromCallable(() -> find(claim).orElse(null))
                .subscribeOn(readers)
                .flatMap(stored -> stored.request().equals(claim.request())
                        ? Mono.just(stored)
                        : Mono.error(new Refused(ProblemType.IDEMPOTENCY_KEY_REUSED)));
    }

    private Optional<StoredReply> find(Claim claim) {
        return database.sql("select request, status, reply from idempotency_key where token = ? and key = ?")
                .param(claim.token())
                .param(claim.key())
                .query((row, number) ->
                        new StoredReply(claim.token(), claim.key(), row.getString(1), row.getInt(2), row.getBytes(3)))
                .optional();
    }
}
