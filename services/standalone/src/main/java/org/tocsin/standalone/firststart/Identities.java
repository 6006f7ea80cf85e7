/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.firststart;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.directory.MemberKey;
import org.tocsin.protocol.signing.Signer;
import org.tocsin.protocol.signing.SigningKey;
import org.tocsin.standalone.cli.CannotRun;
import org.tocsin.transport.KeyFiles;

/** Who signs and who is believed: keys and anchor first, the directory file last, when everything else is ready. */
public final class Identities {

    private static final int VALID_MONTHS = 13;
    private static final int DAYS_A_MONTH = 31;
    // A broker whose clock is behind this machine's must not find the first message older than its key.
    private static final Duration CLOCKS_APART = Duration.ofHours(1);

    private final DataLayout layout;
    private final Clock clock;
    private final Signers signers;

    /** The identities kept in that data directory. */
    public Identities(DataLayout layout, Clock clock) {
        this.layout = layout;
        this.clock = clock;
        this.signers = new Signers(layout);
    }

    /**
     * Makes the keys that are missing, and the trust anchor.
     *
     * @throws CannotRun when the registrar's key is gone: nothing could be added to what it signed
     */
    public void makeKeys(List<Member> members) throws IOException, CannotRun {
        if (Files.exists(layout.anchor()) && !signers.has(Member.REGISTRAR)) {
            throw CannotRun.here("The registrar's key " + layout.key(Member.REGISTRAR) + " is gone, but "
                    + layout.anchor() + " still names it; restore it, or start on a new data directory.");
        }
        for (Member owner : owners(members)) {
            signers.key(owner);
        }
        if (!Files.exists(layout.anchor())) {
            Files.createDirectories(layout.anchor().toAbsolutePath().getParent());
            KeyFiles.write(memberKey(signers.key(Member.REGISTRAR)), layout.anchor());
        }
    }

    /** Lists everybody in the directory file who is not listed there with its present key. */
    public void listAll(List<Member> members) throws IOException {
        Signer registrar = new Signer(signers.key(Member.REGISTRAR));
        DirectoryFile directory = DirectoryFile.read(layout.directory(), registrar);
        for (Member owner : owners(members)) {
            directory.list(owner, memberKey(signers.key(owner)));
        }
        directory.write();
    }

    private MemberKey memberKey(SigningKey key) {
        Instant from = clock.instant().minus(CLOCKS_APART).truncatedTo(ChronoUnit.SECONDS);
        return key.toMemberKey(from, from.plus(VALID_MONTHS * DAYS_A_MONTH, ChronoUnit.DAYS));
    }

    private static List<Member> owners(List<Member> members) {
        return Stream.concat(Stream.of(Member.REGISTRAR, Member.COORDINATOR), members.stream())
                .toList();
    }
}
