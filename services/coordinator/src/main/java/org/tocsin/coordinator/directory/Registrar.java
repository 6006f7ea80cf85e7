/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.directory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Topics;
import org.tocsin.protocol.directory.MemberKey;
import org.tocsin.protocol.message.DirectoryRecord;
import org.tocsin.protocol.message.MessageCodec;
import org.tocsin.protocol.message.Undecodable;
import org.tocsin.protocol.signing.MalformedJws;
import org.tocsin.protocol.signing.Refusal;
import org.tocsin.protocol.signing.SignedMessage;
import org.tocsin.protocol.signing.Verification;
import org.tocsin.protocol.signing.Verifier;
import org.tocsin.transport.SendFailed;
import org.tocsin.transport.inbound.DirectoryReader;
import org.tocsin.transport.inbound.DirectoryReader.Signed;
import org.tocsin.transport.inbound.Inbound;
import org.tocsin.transport.inbound.Quarantined;
import org.tocsin.transport.outbound.MessageSender;
import org.tocsin.transport.outbound.Outgoing;

/**
 * Publishes the registrar's records, byte for byte: those an exchange begins with, those that the centre's gateway hands
 * on, and all of them again on a topic that was made anew. What the registrar did not sign stops the start: it is a
 * mistake to be seen at once. Thread-safe.
 */
public final class Registrar {

    private static final Logger log = LoggerFactory.getLogger(Registrar.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DirectoryReader directory;
    private final MessageSender sender;
    // The newest this process knows of: from the file, or handed on a moment ago and not read back yet.
    private final Map<Member, Signed> own = new ConcurrentHashMap<>();

    private Registrar(List<Signed> records, DirectoryReader directory, MessageSender sender) {
        records.forEach(this::keep);
        this.directory = directory;
        this.sender = sender;
    }

    /** A registrar without a file: the directory is published already. */
    public static Registrar ofNothing(DirectoryReader directory, MessageSender sender) {
        return new Registrar(List.of(), directory, sender);
    }

    /** A registrar with the records of a file, one compact JWS per line, all signed by the anchor. */
    public static Registrar ofFile(Path file, MemberKey anchor, DirectoryReader directory, MessageSender sender)
            throws IOException {
        List<Signed> records = new ArrayList<>();
        for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
            if (!line.isBlank()) {
                records.add(believed(line.strip().getBytes(StandardCharsets.US_ASCII), anchor, records.size() + 1));
            }
        }
        return new Registrar(records, directory, sender);
    }

    private static Signed believed(byte[] line, MemberKey anchor, int number) throws IOException {
        try {
            SignedMessage message = SignedMessage.parse(line);
            if (Verifier.verifyByAnchor(message, anchor) instanceof Verification.Refused refused) {
                throw new IOException("record " + number + " of the directory file: "
                        + refused.reason().slug());
            }
            return new Signed(MessageCodec.decodeEntry(message.payload()), line);
        } catch (MalformedJws | Undecodable unreadable) {
            throw new IOException("record " + number + " of the directory file cannot be read", unreadable);
        }
    }

    /**
     * Sends what the topic lacks; says whether it lacked nothing. To be called until it does, and not before the topic
     * was read to its end.
     */
    public boolean publishMissing() throws SendFailed, InterruptedException {
        directory.records().forEach(this::keep);
        List<Signed> missing = own.values().stream().filter(this::isMissing).toList();
        if (missing.isEmpty()) {
            return true;
        }
        publish(missing);
        return false;
    }

    /**
     * Publishes the newer directory records among verified messages and returns those that would turn the directory back.
     * Done again with the same messages it publishes some once more, which readers ignore.
     */
    public synchronized List<Quarantined> republish(List<Inbound> messages) throws SendFailed, InterruptedException {
        List<Signed> newer = new ArrayList<>();
        List<Quarantined> refused = new ArrayList<>();
        for (Inbound inbound : messages) {
            if (inbound.message() instanceof DirectoryRecord record) {
                Signed signed = new Signed(record.entry(), inbound.signed().bytes());
                switch (judged(signed, inbound.appendedAt(), newer)) {
                    case PUBLISH -> newer.add(signed);
                    case REFUSE -> refused.add(Quarantined.of(inbound, Refusal.ENTRY_NOT_NEWER));
                    case KNOWN ->
                        log.debug("The directory knows entry {}", record.entry().entry());
                }
            }
        }
        if (!newer.isEmpty()) {
            publish(newer);
            newer.forEach(this::keep);
        }
        return refused;
    }

    private Republication judged(Signed signed, Instant appendedAt, List<Signed> before) {
        Member member = signed.entry().member();
        directory.records().stream()
                .filter(known -> known.entry().member().equals(member))
                .forEach(this::keep);
        Signed held = before.stream()
                .filter(one -> one.entry().member().equals(member))
                .reduce((one, next) -> next)
                .orElse(own.get(member));
        return Republication.of(signed.entry().entry(), signed.jws(), appendedAt, held(held));
    }

    private Republication.@Nullable Held held(@Nullable Signed held) {
        return held == null
                ? null
                : new Republication.Held(
                        held.entry().entry(),
                        held.jws(),
                        directory.publishedAt(held.entry().member()).orElse(null));
    }

    private void publish(List<Signed> records) throws SendFailed, InterruptedException {
        sender.sendAndAwait(
                records.stream()
                        .map(record -> new Outgoing(
                                Topics.DIRECTORY, record.entry().member().code(), record.jws()))
                        .toList(),
                PATIENCE);
        records.forEach(record -> log.atInfo()
                .addKeyValue("member", record.entry().member().code())
                .addKeyValue("entry", record.entry().entry())
                .log(
                        "Published entry {} of {}",
                        record.entry().entry(),
                        record.entry().member()));
    }

    private void keep(Signed record) {
        own.merge(
                record.entry().member(),
                record,
                (held, next) -> next.entry().entry() > held.entry().entry() ? next : held);
    }

    private boolean isMissing(Signed record) {
        return directory.entryOnTopic(record.entry().member()) < record.entry().entry();
    }
}
