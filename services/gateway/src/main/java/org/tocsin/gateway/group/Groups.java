/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.group;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.audit.Act;
import org.tocsin.gateway.audit.Actor;
import org.tocsin.gateway.audit.AuditEntry;
import org.tocsin.gateway.audit.AuditLog;
import org.tocsin.protocol.Member;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The versions of all groups, never changed: {@code neighbours 1 "Neighbours" kg,uz}, {@code neighbours 2 …}. A deletion
 * is a last version without members, so an id is never used again for other members.
 */
@Component
public class Groups {

    private static final String COLUMNS = "id, version, name, members, made_by, at";
    private static final String LATEST = "select distinct on (id) " + COLUMNS
            + " from sharing_group where id = any (?) or ? order by id, version desc";

    private final JdbcClient database;
    private final Scheduler readers;
    private final Clock clock;
    private final AuditLog audit;

    Groups(JdbcClient database, Scheduler readers, Clock clock, AuditLog audit) {
        this.database = database;
        this.readers = readers;
        this.clock = clock;
        this.audit = audit;
    }

    /** The members of the latest version of each of these groups that there is; asks nobody for none. */
    public Mono<Map<GroupId, List<Member>>> membersOf(Collection<GroupId> ids) {
        return ids.isEmpty()
                ? Mono.just(Map.of())
                : Mono.fromCallable(() -> members(ids)).subscribeOn(readers);
    }

    /** Every group as it is now, in order of the ids. Blocking. */
    List<Group> all() {
        return latest(List.of(), true);
    }

    /** A group as it is now; empty when there is none, or none any more. Blocking. */
    Optional<Group> find(GroupId id) {
        return latest(List.of(id), false).stream().findFirst();
    }

    /** A version as it was made, of a deleted group, too; empty when there was none. Blocking. */
    Optional<Group> find(GroupId id, int version) {
        return database.sql("select " + COLUMNS + " from sharing_group where id = ? and version = ?")
                .param(id.text())
                .param(version)
                .query((row, number) -> group(row))
                .optional()
                .filter(Groups::isThere);
    }

    /**
     * Adds the version behind {@code expected}, which is 0 for the first; without a draft it is the group's end. Empty
     * when another version is the latest one, or the group was deleted. Blocking.
     */
    Optional<Group> add(GroupId id, int expected, @Nullable GroupDraft draft, Actor by) {
        int latest = latestVersion(id);
        boolean isOpen = expected == 0 || find(id).isPresent();
        if (latest != expected || !isOpen) {
            return Optional.empty();
        }
        GroupDraft next = draft == null ? new GroupDraft("", List.of()) : draft;
        Group group =
                new Group(id, next.name(), expected + 1, next.members(), String.valueOf(by.name()), clock.instant());
        try {
            store(group, by);
            audit.committed();
            return Optional.of(group);
        } catch (DuplicateKeyException other) {
            return Optional.empty();
        }
    }

    private void store(Group group, Actor by) {
        AuditEntry entry = AuditEntry.done(Act.GROUP_CHANGED, by, group.at())
                .about(group.id().text() + '/' + group.version());
        database.sql("with audited as (insert into audit_pending (entry) values (?))" + " insert into sharing_group ("
                        + COLUMNS + ") values (?, ?, ?, ?, ?, ?)")
                .param(entry.toString())
                .param(group.id().text())
                .param(group.version())
                .param(group.name())
                .param(group.members().stream().map(Member::code).collect(Collectors.joining(",")))
                .param(group.by())
                .param(Timestamp.from(group.at()))
                .update();
    }

    private int latestVersion(GroupId id) {
        return database.sql("select coalesce(max(version), 0) from sharing_group where id = ?")
                .param(id.text())
                .query(Integer.class)
                .single();
    }

    private Map<GroupId, List<Member>> members(Collection<GroupId> ids) {
        Map<GroupId, List<Member>> members = new HashMap<>();
        latest(ids, false).forEach(group -> members.put(group.id(), group.members()));
        return members;
    }

    private List<Group> latest(Collection<GroupId> ids, boolean all) {
        return database
                .sql(LATEST)
                .param(ids.stream().map(GroupId::text).toArray(String[]::new))
                .param(all)
                .query((row, number) -> group(row))
                .list()
                .stream()
                .filter(Groups::isThere)
                .toList();
    }

    private static boolean isThere(Group group) {
        return !group.members().isEmpty();
    }

    private static Group group(ResultSet row) throws SQLException {
        return new Group(
                new GroupId(row.getString("id")),
                row.getString("name"),
                row.getInt("version"),
                members(row.getString("members")),
                row.getString("made_by"),
                row.getTimestamp("at").toInstant());
    }

    private static List<Member> members(String list) {
        return Arrays.stream(list.split(","))
                .filter(code -> !code.isEmpty())
                .map(Member::new)
                .toList();
    }
}
