/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.firststart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.directory.MemberKey;
import org.tocsin.protocol.message.MessageCodec;
import org.tocsin.protocol.message.Undecodable;
import org.tocsin.protocol.signing.MalformedJws;
import org.tocsin.protocol.signing.SignedMessage;
import org.tocsin.protocol.signing.Signer;

/**
 * The registrar's records in a file, one compact JWS a line, that the coordinator publishes. A record that still says
 * what is so keeps its bytes; one that does not is followed by a higher one.
 */
public final class DirectoryFile {

    private final Path file;
    private final Signer registrar;
    private final Map<Member, Line> lines = new LinkedHashMap<>();

    private record Line(DirectoryEntry entry, String jws) {}

    private DirectoryFile(Path file, Signer registrar) {
        this.file = file;
        this.registrar = registrar;
    }

    /** Reads the file, or begins an empty one. */
    public static DirectoryFile read(Path file, Signer registrar) throws IOException {
        DirectoryFile directory = new DirectoryFile(file, registrar);
        List<String> text = Files.exists(file) ? Files.readAllLines(file) : List.of();
        for (String jws : text) {
            DirectoryEntry entry = entry(file, jws);
            directory.lines.put(entry.member(), new Line(entry, jws));
        }
        return directory;
    }

    /** Sees to it that the member is listed with this key. */
    void list(Member member, MemberKey key) {
        Line held = lines.get(member);
        next(held == null ? null : held.entry(), member, key).ifPresent(entry -> lines.put(member, line(entry)));
    }

    /** The record of a member, as the file has it. */
    public Optional<DirectoryEntry> held(Member member) {
        return Optional.ofNullable(lines.get(member)).map(Line::entry);
    }

    /** Signs a record, to be written in place of the one before it. */
    public String put(DirectoryEntry entry) {
        Line signed = line(entry);
        lines.put(entry.member(), signed);
        return signed.jws();
    }

    /** Writes all records, whole. */
    public void write() throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        StringBuilder text = new StringBuilder();
        lines.values().forEach(line -> text.append(line.jws()).append('\n'));
        WholeFile.open(file, text.toString());
    }

    /** The record to publish for a member that signs with this key; empty when the held one lists it already. */
    static Optional<DirectoryEntry> next(@Nullable DirectoryEntry held, Member member, MemberKey key) {
        if (held == null) {
            return Optional.of(Introduction.of(member, key));
        }
        return held.key(key.kid()).isPresent() ? Optional.empty() : Optional.of(withKey(held, key));
    }

    private static DirectoryEntry withKey(DirectoryEntry held, MemberKey key) {
        List<MemberKey> keys = new ArrayList<>(held.keys());
        keys.add(key);
        return new DirectoryEntry(
                held.v(),
                held.member(),
                held.entry() + 1,
                held.kind(),
                held.name(),
                held.status(),
                keys,
                held.deadlines(),
                held.tlpCeiling(),
                held.dutyContact());
    }

    private Line line(DirectoryEntry entry) {
        return new Line(entry, new String(registrar.sign(entry).bytes(), StandardCharsets.US_ASCII));
    }

    private static DirectoryEntry entry(Path file, String jws) throws IOException {
        try {
            return MessageCodec.decodeEntry(
                    SignedMessage.parse(jws.getBytes(StandardCharsets.US_ASCII)).payload());
        } catch (MalformedJws | Undecodable unreadable) {
            throw new IOException("not a directory record in " + file, unreadable);
        }
    }
}
