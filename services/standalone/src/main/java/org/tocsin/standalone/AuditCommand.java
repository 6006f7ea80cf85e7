/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.tocsin.embedded.DataDirectoryException;
import org.tocsin.embedded.EmbeddedPostgres;
import org.tocsin.gateway.audit.ChainCheck;
import org.tocsin.protocol.Member;
import org.tocsin.standalone.cli.Arguments;
import org.tocsin.standalone.cli.CannotRun;
import org.tocsin.standalone.cli.MemberList;
import org.tocsin.standalone.firststart.DataLayout;
import org.tocsin.standalone.firststart.Databases;

/** Checks the audit of one member of an exchange that is stopped, and says what came of it. */
final class AuditCommand {

    private static final Set<String> OPTIONS = Set.of("member", "data");
    private static final String VERIFY = "verify";
    private static final int REMEMBERED_PORT = 0;

    private AuditCommand() {}

    static void run(List<String> words, PrintStream out) throws CannotRun {
        if (words.isEmpty() || !words.get(0).equals(VERIFY)) {
            throw CannotRun.askedWrongly("An audit can be verified: audit verify --member kz.");
        }
        Arguments arguments = Arguments.parse(words.subList(1, words.size()), OPTIONS);
        Member member = MemberList.member(arguments.required("member"));
        DataLayout layout = new DataLayout(arguments.path("data", "tocsin-data"));
        ChainCheck.Verdict verdict = verdict(layout, member);
        if (!verdict.isWhole()) {
            throw CannotRun.here(verdict.toString());
        }
        out.println(verdict);
    }

    private static ChainCheck.Verdict verdict(DataLayout layout, Member member) throws CannotRun {
        if (!layout.postgres().toFile().isDirectory()) {
            throw CannotRun.here("There is no exchange in that data directory.");
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(layout.postgres(), REMEMBERED_PORT);
                Connection connection = DriverManager.getConnection(
                        postgres.jdbcUrl(Databases.of(member)), postgres.user(), postgres.password())) {
            return ChainCheck.of(connection);
        } catch (DataDirectoryException inUse) {
            throw CannotRun.here("The exchange runs; stop it first.", inUse);
        } catch (SQLException unreadable) {
            throw CannotRun.here("The audit of " + member + " cannot be read.", unreadable);
        }
    }
}
