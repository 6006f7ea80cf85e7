/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.exchange;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * A CERT's system that posts drafts at a steady pace, at whichever of its gateway's doors answers, and asks again under
 * the same key whenever it was not told 202.
 */
public final class Feed {

    private static final int AT_A_TIME = 6;
    private static final int ACCEPTED = 202;
    private static final Duration INCLUDING_OUTAGES = Duration.ofMinutes(5);
    private static final Duration BEFORE_ASKING_AGAIN = Duration.ofMillis(200);

    private final List<Participant> doors;
    private final Set<PostedAlert> accepted = ConcurrentHashMap.newKeySet();
    private final List<CompletableFuture<Void>> posts = new ArrayList<>();
    private final ExecutorService posters = Executors.newFixedThreadPool(AT_A_TIME);

    private Feed(List<Participant> doors) {
        this.doors = doors;
    }

    /** Begins to post, so many a second at most, by turns at these doors. */
    public static Feed begin(List<AlertDraft> drafts, int perSecond, Participant... doors) {
        Feed feed = new Feed(List.of(doors));
        long pause = Duration.ofSeconds(AT_A_TIME).toNanos() / perSecond;
        for (int number = 0; number < drafts.size(); number++) {
            AlertDraft draft = drafts.get(number);
            int turn = number;
            feed.posts.add(CompletableFuture.runAsync(() -> feed.postUntilAccepted(draft, turn, pause), feed.posters));
        }
        return feed;
    }

    /** What was answered 202 so far. */
    public Set<PostedAlert> accepted() {
        return Set.copyOf(accepted);
    }

    /** Waits until so many were answered 202. */
    public void awaitAccepted(int count) {
        Patience.await(count + " of the feed").atMost(INCLUDING_OUTAGES).until(() -> accepted.size() >= count);
    }

    /** Waits until every draft was answered 202, and returns what they became. */
    public Set<PostedAlert> toItsEnd() {
        CompletableFuture.allOf(posts.toArray(CompletableFuture[]::new)).join();
        posters.shutdown();
        return accepted();
    }

    private void postUntilAccepted(AlertDraft draft, int turn, long pause) {
        String key = "feed-" + UUID.randomUUID();
        int[] tries = {turn};
        Patience.await("an entry is accepted")
                .atMost(INCLUDING_OUTAGES)
                .pollInterval(BEFORE_ASKING_AGAIN)
                .until(() -> posted(doors.get(tries[0]++ % doors.size()), draft, key));
        LockSupport.parkNanos(pause);
    }

    // What was under way when the gateway died is asked again under the same key.
    private boolean posted(Participant door, AlertDraft draft, String key) {
        try {
            Reply reply = door.as("cert").post("/v1/alerts", draft.json(), "Idempotency-Key", key);
            Optional<PostedAlert> alert =
                    reply.status() == ACCEPTED ? Optional.of(PostedAlert.of(reply)) : Optional.empty();
            alert.ifPresent(accepted::add);
            return alert.isPresent();
        } catch (UncheckedIOException nobodyThere) {
            return false;
        }
    }
}
