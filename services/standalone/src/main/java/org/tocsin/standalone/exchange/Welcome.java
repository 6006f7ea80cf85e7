/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.exchange;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tocsin.standalone.firststart.Introduction;

/** What the user sees once everything runs: who is where, and lines to paste into another terminal. */
public final class Welcome {

    private static final String SAMPLE =
            "{\"status\":\"exercise\",\"precedence\":\"FLASH\",\"tlp\":\"TLP:GREEN\",\"audience\":{\"action\":[\"%s\"]},"
                    + "\"info\":[{\"language\":\"en\",\"headline\":\"Edge gateways are being exploited\"}]}";
    private static final String ANSWER =
            "{\"kind\":\"acknowledgement\",\"revision\":1,\"outcome\":\"accepted\",\"note\":\"On it.\"}";

    private final ExchangePlan plan;

    /** The welcome to that exchange. */
    public Welcome(ExchangePlan plan) {
        this.plan = plan;
    }

    /** The lines, in order. */
    public List<String> lines(Duration startedIn) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT, "Tocsin is ready after %.1f s. Ctrl-C stops it.", startedIn.toMillis() / 1_000.0));
        lines.add("Data and log are in " + plan.layout().root() + ", access tokens in its tokens directory.");
        lines.add("");
        plan.places()
                .forEach(place -> lines.add(String.format(
                        Locale.ROOT,
                        "  %-10s %-24s %s",
                        place.member(),
                        Introduction.name(place.member()),
                        place.url())));
        lines.add("");
        lines.addAll(
                toTry(plan.places().get(0), plan.places().get(1 % plan.places().size())));
        return lines;
    }

    private List<String> toTry(Place origin, Place recipient) {
        if (origin.equals(recipient)) {
            return List.of("With one member there is nobody to alert; name more with --members.");
        }
        return List.of(
                "To try it, paste into another terminal here. What " + recipient.member() + " is told, live:",
                "  curl -sN " + bearer(recipient, "operator") + " " + recipient.url() + "/v1/stream",
                origin.member() + " alerts " + recipient.member() + ", which answers, and " + origin.member()
                        + " sees who has:",
                "  ID=$(curl -s " + bearer(origin, "cert")
                        + json(String.format(Locale.ROOT, SAMPLE, recipient.member())) + origin.url()
                        + "/v1/alerts | sed -n 's/.*\"id\":\"\\([^\"]*\\)\".*/\\1/p'); echo $ID",
                "  curl -s " + bearer(recipient, "officer") + json(ANSWER) + recipient.url()
                        + "/v1/alerts/$ID/answers; echo",
                "  curl -s " + bearer(origin, "cert") + " " + origin.url() + "/v1/alerts/$ID/matrix; echo");
    }

    private String bearer(Place place, String role) {
        return "-H \"Authorization: Bearer $(cat " + quoted(plan.layout().token(place.member(), role)) + ")\"";
    }

    private static String json(String body) {
        return " -H 'Content-Type: application/json' -d '" + body + "' ";
    }

    private static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[A-Za-z0-9_./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
