/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.feed;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.tocsin.standalone.cli.Arguments;
import org.tocsin.standalone.cli.CannotRun;
import org.tocsin.standalone.cli.MemberList;
import org.tocsin.standalone.firststart.CredentialsFile;
import org.tocsin.standalone.firststart.CredentialsFile.Door;
import org.tocsin.standalone.firststart.DataLayout;

/** The {@code feed} command: posts the catalogue, oldest entry first, at an even rate. */
public final class KevFeed {

    /** The options it knows. */
    public static final Set<String> OPTIONS = Set.of("kev", "as", "to", "rate", "limit", "status", "data");

    private static final int HIGHEST_RATE = 10_000;
    private static final int ALL = 1_000_000;
    private static final List<String> STATUSES = List.of("actual", "exercise", "test");

    private final KevDraft draft;
    private final Poster poster;
    private final int rate;

    private KevFeed(KevDraft draft, Poster poster, int rate) {
        this.draft = draft;
        this.poster = poster;
        this.rate = rate;
    }

    /** Runs the command; refused when anything was never accepted. */
    public static void run(Arguments arguments, PrintStream out) throws CannotRun {
        List<KevEntry> entries = KevCatalogue.read(Path.of(arguments.required("kev")));
        int limit = arguments.number("limit", ALL, 1, ALL);
        Door door = door(arguments);
        KevFeed feed = new KevFeed(draft(arguments), new Poster(door), arguments.number("rate", 20, 1, HIGHEST_RATE));
        Progress progress = new Progress(out, Math.min(limit, entries.size()), System.console() != null);
        try {
            feed.post(entries.stream().limit(limit).toList(), progress);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw CannotRun.here("Interrupted: " + progress.summary(), stopping);
        }
        if (!progress.allAccepted()) {
            throw CannotRun.here(progress.summary());
        }
        out.println(progress.summary());
    }

    private void post(List<KevEntry> entries, Progress progress) throws InterruptedException, CannotRun {
        long begun = System.nanoTime();
        long interval = TimeUnit.SECONDS.toNanos(1) / rate;
        for (int number = 0; number < entries.size(); number++) {
            TimeUnit.NANOSECONDS.sleep(begun + number * interval - System.nanoTime());
            KevEntry entry = entries.get(number);
            Posted posted = poster.post(KevDraft.idempotencyKey(entry), draft.of(entry));
            if (posted.outcome() == Posted.Outcome.LOCKED_OUT) {
                throw CannotRun.here("The gateway does not accept this token (" + posted.detail() + ").");
            }
            progress.count(entry.cveID(), posted);
        }
        progress.end();
    }

    private static KevDraft draft(Arguments arguments) throws CannotRun {
        String status = arguments.text("status", "actual");
        if (!STATUSES.contains(status)) {
            throw CannotRun.askedWrongly("--status is one of actual, exercise, test.");
        }
        String to = arguments.text("to", "everyone");
        return new KevDraft(status, to.equals("everyone") ? List.of() : MemberList.parse(to));
    }

    private static Door door(Arguments arguments) throws CannotRun {
        String code = MemberList.member(arguments.required("as")).code();
        Path file = new DataLayout(arguments.path("data", "tocsin-data")).credentials();
        try {
            return CredentialsFile.read(file)
                    .door(code)
                    .orElseThrow(() -> CannotRun.here("The exchange of " + file + " has no gateway of " + code + "."));
        } catch (IOException | RuntimeException unreadable) {
            throw CannotRun.here("There is no readable " + file + "; --data names the exchange's data directory.");
        }
    }
}
