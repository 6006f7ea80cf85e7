/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.inbound;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Topics;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.directory.MemberKey;
import org.tocsin.protocol.message.MessageCodec;
import org.tocsin.protocol.message.Undecodable;
import org.tocsin.protocol.signing.MalformedJws;
import org.tocsin.protocol.signing.SignedMessage;
import org.tocsin.protocol.signing.Verification;
import org.tocsin.protocol.signing.Verifier;
import org.tocsin.transport.KafkaSettings;

/**
 * Follows the directory topic from its start and holds who is who. Believes only the registrar's key and never a lower
 * entry. Begins with what the service's own database remembers, so a gateway accepts alerts while its link is cut.
 */
public final class DirectoryReader implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DirectoryReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final KafkaSettings settings;
    private final MemberKey anchor;
    private final DirectoryMemory memory;
    private final Clock clock;
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private final TopicRecords onTopic = new TopicRecords();
    private final Map<Member, Signed> records = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> readToEnd = new CompletableFuture<>();
    private final Thread thread;
    private volatile Directory directory;
    private volatile Instant confirmedAt = Instant.EPOCH;
    private volatile @Nullable KafkaConsumer<?, ?> consumer;
    private volatile boolean closed;
    private long read;

    /** A reader that trusts the anchor, not started yet. */
    public DirectoryReader(KafkaSettings settings, MemberKey anchor, DirectoryMemory memory, Clock clock) {
        this.settings = settings;
        this.anchor = anchor;
        this.memory = memory;
        this.clock = clock;
        this.directory = Directory.EMPTY.trusting(anchor);
        memory.load().forEach(this::remembered);
        this.thread = new Thread(this::follow, "directory");
        thread.setDaemon(true);
    }

    /** A record with the bytes that the registrar signed. */
    public record Signed(DirectoryEntry entry, byte[] jws) {}

    /** Starts following the topic. */
    public void start() {
        thread.start();
    }

    /** Who is who, as far as is known now. */
    public Directory directory() {
        return directory;
    }

    /** When the broker last confirmed that nothing newer is known; the epoch when it never did. */
    public Instant confirmedAt() {
        return confirmedAt;
    }

    /** The highest entry of the member that the topic itself holds, whatever the database remembers; 0 for none. */
    public int entryOnTopic(Member member) {
        TopicRecords.Last last = onTopic.of(member);
        return last == null ? 0 : last.entry();
    }

    /** When the broker appended that entry to the topic; empty when the topic holds none of the member. */
    public Optional<Instant> publishedAt(Member member) {
        return Optional.ofNullable(onTopic.of(member)).map(TopicRecords.Last::at);
    }

    /** The newest record of each member as it was signed. */
    public Collection<Signed> records() {
        return List.copyOf(records.values());
    }

    /** How often the topic was found turned back to a lower entry, which is ignored, since the start. */
    public long rollbacks() {
        return onTopic.rollbacks();
    }

    /** Completes once the topic was read to its end for the first time. */
    public CompletableFuture<Void> whenReadToEnd() {
        return readToEnd;
    }

    /** Calls the watcher, on the reader's thread, after each change. */
    public void onChange(Runnable watcher) {
        watchers.add(watcher);
    }

    @Override
    public void close() {
        closed = true;
        KafkaConsumer<?, ?> following = consumer;
        if (following != null) {
            following.wakeup();
        }
    }

    private void remembered(byte[] jws) {
        DirectoryEntry entry = believed(jws);
        if (entry != null) {
            take(entry, jws);
        }
    }

    private void take(DirectoryEntry entry, byte[] jws) {
        directory = directory.with(entry);
        records.put(entry.member(), new Signed(entry, jws));
    }

    private void follow() {
        while (!closed) {
            try (KafkaConsumer<byte[], byte[]> fresh = new KafkaConsumer<>(consumerSettings())) {
                consumer = fresh;
                followWith(fresh);
            } catch (KafkaException unreachable) {
                tryAgain(unreachable);
            } catch (RuntimeException defect) {
                log.warn(
                        "Following the directory starts anew: {}",
                        defect.getClass().getSimpleName());
                tryAgain(defect);
            }
        }
    }

    private void tryAgain(RuntimeException failure) {
        if (!closed) {
            log.debug("The directory cannot be read: {}", failure.toString());
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private void followWith(KafkaConsumer<byte[], byte[]> following) {
        TopicPartition partition = new TopicPartition(Topics.DIRECTORY, 0);
        following.assign(List.of(partition));
        following.seekToBeginning(List.of(partition));
        read = 0;
        onTopic.begin();
        while (!closed) {
            following.poll(POLL).forEach(this::learn);
            startedAnewAt(following.position(partition));
            // Asked each time: a broker that does not answer confirms nothing, and a recreated topic ends earlier.
            long end = Objects.requireNonNull(
                    following.endOffsets(List.of(partition)).get(partition));
            if (following.position(partition) >= end) {
                onTopic.ended(directory);
                confirmedAt = clock.instant();
                readToEnd.complete(null);
            }
        }
    }

    // A topic that begins again below what was read of it was made anew: what it held before is not there any more.
    private void startedAnewAt(long position) {
        if (position < read) {
            onTopic.forget();
        }
        read = position;
    }

    private void learn(ConsumerRecord<byte[], byte[]> record) {
        startedAnewAt(record.offset());
        DirectoryEntry entry = record.value() == null ? null : believed(record.value());
        if (entry == null) {
            return;
        }
        onTopic.found(entry, Instant.ofEpochMilli(record.timestamp()));
        if (!directory.isNewer(entry)) {
            return;
        }
        take(entry, record.value());
        memory.remember(entry, record.value());
        watchers.forEach(Runnable::run);
    }

    private @Nullable DirectoryEntry believed(byte[] jws) {
        try {
            SignedMessage message = SignedMessage.parse(jws);
            if (Verifier.verifyByAnchor(message, anchor) instanceof Verification.Refused refused) {
                log.warn("A directory record is refused: {}", refused.reason().slug());
                return null;
            }
            return MessageCodec.decodeEntry(message.payload());
        } catch (MalformedJws | Undecodable unreadable) {
            log.warn("A directory record is refused: {}", unreadable.getMessage());
            return null;
        }
    }

    private Map<String, Object> consumerSettings() {
        Map<String, Object> own = settings.consumer(settings.name() + "-directory");
        own.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return own;
    }
}
