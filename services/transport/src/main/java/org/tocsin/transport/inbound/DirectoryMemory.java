/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.inbound;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tocsin.protocol.directory.DirectoryEntry;

/** What the service's own database remembers of the directory: the signed records, verified again when loaded. */
public final class DirectoryMemory {

    private static final Logger log = LoggerFactory.getLogger(DirectoryMemory.class);
    private static final String REMEMBER = """
            insert into directory_record (member, entry, jws) values (?, ?, ?)
            on conflict (member) do update set entry = excluded.entry, jws = excluded.jws
            where directory_record.entry < excluded.entry
            """;

    private final DataSource database;

    /** Remembers in that database. */
    public DirectoryMemory(DataSource database) {
        this.database = database;
    }

    List<byte[]> load() {
        List<byte[]> records = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("select jws from directory_record");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                records.add(rows.getBytes(1));
            }
        } catch (SQLException failure) {
            log.warn("The remembered directory could not be read: {}", failure.getSQLState());
        }
        return records;
    }

    /** Keeps a record; a failure is logged only, since the topic keeps it too. */
    void remember(DirectoryEntry entry, byte[] jws) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(REMEMBER)) {
            statement.setString(1, entry.member().code());
            statement.setInt(2, entry.entry());
            statement.setBytes(3, jws);
            statement.executeUpdate();
        } catch (SQLException failure) {
            log.warn("A directory record could not be remembered: {}", failure.getSQLState());
        }
    }
}
