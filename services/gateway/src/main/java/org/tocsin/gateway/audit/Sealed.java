/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.tocsin.protocol.Digest;

/**
 * An entry in the chain. {@code entry} is its JSON with the number as first field; {@code hash} is SHA-256 over the 32
 * bytes of the hash before it (zeros before the first) followed by the UTF-8 bytes of {@code entry}.
 */
record Sealed(long seq, String entry, Digest hash) {

    /** The next link: the pending entry with its number and hash. */
    static Sealed after(ChainHead before, String pending) {
        long seq = before.seq() + 1;
        String entry = start(seq) + pending.substring(1);
        return new Sealed(seq, entry, hash(before.hash(), entry));
    }

    /** Says whether this is what follows that link. */
    boolean follows(ChainHead before) {
        return seq == before.seq() + 1 && entry.startsWith(start(seq)) && hash.equals(hash(before.hash(), entry));
    }

    ChainHead head() {
        return new ChainHead(seq, hash);
    }

    /** As auditors read it: the entry with its hash as last field. */
    String json() {
        return entry.substring(0, entry.length() - 1) + ",\"hash\":\"" + hash + "\"}";
    }

    private static String start(long seq) {
        return "{\"seq\":" + seq + ',';
    }

    private static Digest hash(Digest before, String entry) {
        byte[] text = entry.getBytes(StandardCharsets.UTF_8);
        byte[] chained = HexFormat.of().parseHex(before.hex());
        return Digest.sha256(ByteBuffer.allocate(chained.length + text.length)
                .put(chained)
                .put(text)
                .array());
    }
}
