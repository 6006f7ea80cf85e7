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
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tocsin.protocol.Topics;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.directory.MemberKey;
import org.tocsin.protocol.message.MessageCodec;
import org.tocsin.protocol.message.Undecodable;
import org.tocsin.protocol.signing.MalformedJws;
import org.tocsin.protocol.signing.SignedMessage;
import org.tocsin.protocol.signing.Verification;
import org.tocsin.protocol.signing.Verifier;
import org.tocsin.transport.SendFailed;
import org.tocsin.transport.inbound.DirectoryReader;
import org.tocsin.transport.outbound.MessageSender;
import org.tocsin.transport.outbound.Outgoing;

/**
 * Publishes the first version of the directory, record by record and byte for byte, wherever the topic holds none or an
 * older one. What the registrar did not sign stops the start: it is a mistake to be seen at once.
 */
public final class Registrar {

    private static final Logger log = LoggerFactory.getLogger(Registrar.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<Signed> records;
    private final DirectoryReader directory;
    private final MessageSender sender;

    private record Signed(DirectoryEntry entry, byte[] bytes) {}

    private Registrar(List<Signed> records, DirectoryReader directory, MessageSender sender) {
        this.records = records;
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
        return new Registrar(List.copyOf(records), directory, sender);
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
        List<Signed> missing = records.stream().filter(this::isMissing).toList();
        if (missing.isEmpty()) {
            return true;
        }
        sender.sendAndAwait(
                missing.stream()
                        .map(record -> new Outgoing(
                                Topics.DIRECTORY, record.entry().member().code(), record.bytes()))
                        .toList(),
                PATIENCE);
        log.info("Published {} records of the directory", missing.size());
        return false;
    }

    private boolean isMissing(Signed record) {
        return directory.entryOnTopic(record.entry().member()) < record.entry().entry();
    }
}
