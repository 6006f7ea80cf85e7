/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.member;

import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.audit.Act;
import org.tocsin.gateway.audit.Actor;
import org.tocsin.gateway.audit.AuditEntry;
import org.tocsin.gateway.audit.AuditLog;
import org.tocsin.gateway.event.Self;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Topics;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.transport.inbound.DirectoryReader;

/**
 * Takes directory records into this gateway's outbox, in one commit. The sweep sends one until the directory topic
 * itself shows it, or a later one: no receipt is needed. Of a member only the newest record is owed. Blocking.
 */
@Component
class DirectoryChanges implements InitializingBean {

    private static final Logger log = LoggerFactory.getLogger(DirectoryChanges.class);
    private static final String TAKE = """
            with taken as (
                insert into directory_change (member, entry, digest, token_name)
                values (:member, :entry, :digest, :token)
                on conflict (member) do update set entry = excluded.entry, digest = excluded.digest,
                    at = excluded.at, token_name = excluded.token_name
                where directory_change.entry < excluded.entry
                returning member
            ), audited as (
                insert into audit_pending (entry) select :audited from taken
            ), kept as (
                insert into message (digest, type, jws) select :digest, :type, :jws from taken
                on conflict (digest) do nothing
            ), superseded as (
                delete from owed o using directory_change before, taken
                where before.member = taken.member and o.digest = before.digest
            ), owes as (
                insert into owed (digest, member, topic, record_key, next_attempt, expires)
                select :digest, :coordinator, :topic, :member, now(), now() + interval '30 days' from taken
            )
            select exists (select 1 from taken)
                or exists (select 1 from directory_change where member = :member and digest = :digest)
            """;
    private static final String SETTLE = """
            delete from owed o using directory_change c
            where o.digest = c.digest and o.member = ? and c.member = ? and c.entry <= ?
            """;

    private final JdbcClient database;
    private final DirectoryReader directory;
    private final Self self;
    private final Minutes minutes;

    DirectoryChanges(JdbcClient database, DirectoryReader directory, Self self, Minutes minutes) {
        this.database = database;
        this.directory = directory;
        this.self = self;
        this.minutes = minutes;
    }

    /** Where is written down who changed what, and when. */
    @Component("directoryMinutes")
    record Minutes(AuditLog audit, Clock clock) {}

    @Override
    public void afterPropertiesSet() {
        if (self.member().equals(Member.CENTRE)) {
            directory.onChange(this::settle);
        }
    }

    /** Says whether the directory holds exactly that record. */
    boolean isKnown(byte[] jws) {
        return directory.records().stream().anyMatch(record -> java.util.Arrays.equals(record.jws(), jws));
    }

    /** Commits the record, to be sent within a second; the same one again changes nothing. */
    void take(DirectoryChange change, Actor by) {
        String token = String.valueOf(by.name());
        boolean isTaken = database.sql(TAKE)
                .param("member", change.entry().member().code())
                .param("entry", change.entry().entry())
                .param("digest", change.signed().digest().hex())
                .param("token", token)
                .param("audited", entry(change, by).toString())
                .param("type", change.signed().typ())
                .param("jws", change.signed().bytes())
                .param("coordinator", Member.COORDINATOR.code())
                .param("topic", Topics.outbox(self.member(), Lane.URGENT))
                .query(Boolean.class)
                .single();
        if (!isTaken) {
            throw new Refused(ProblemType.ENTRY_NOT_NEWER);
        }
        // A record that came the other way meanwhile was settled before it was owed.
        settle();
        minutes.audit().committed();
        log.atInfo()
                .addKeyValue("member", change.entry().member().code())
                .addKeyValue("entry", change.entry().entry())
                .addKeyValue("token", token)
                .log(
                        "Entry {} of {} was put by token {}",
                        change.entry().entry(),
                        change.entry().member(),
                        token);
    }

    private AuditEntry entry(DirectoryChange change, Actor by) {
        DirectoryEntry entry = change.entry();
        return AuditEntry.done(Act.KEY_CHANGED, by, minutes.clock().instant())
                .about(null, null, change.signed().digest())
                .about(entry.member().code() + '/' + entry.entry());
    }

    private void settle() {
        try {
            directory.records().forEach(record -> settle(record.entry()));
        } catch (DataAccessException later) {
            log.warn(
                    "Directory records are settled at the next change: {}",
                    later.getClass().getSimpleName());
        }
    }

    private void settle(DirectoryEntry entry) {
        if (directory.entryOnTopic(entry.member()) >= entry.entry()) {
            database.sql(SETTLE)
                    .param(Member.COORDINATOR.code())
                    .param(entry.member().code())
                    .param(entry.entry())
                    .update();
        }
    }
}
