/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.springframework.web.util.HtmlUtils;

/**
 * A page for people per problem type: what it means, what causes it, what to do. Cause and remedy are those of
 * {@code docs/problems.md}, which the build packages: a section {@code ## slug}, a paragraph, and one that begins with
 * {@code *Do:*}.
 */
@Component
final class ProblemPages {

    private static final String RESOURCE = "problems.md";
    private static final Pattern SECTION = Pattern.compile(
            "^## ([a-z-]+)\\n\\*\\*\\d{3}\\.\\*\\* (.+?)\\n\\*Do:\\* (.+?)\\s*(?=^## |\\z)",
            Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]+)]\\([^)]+\\)");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern STRESS = Pattern.compile("\\*\\*([^*]+)\\*\\*|\\*([^*]+)\\*");
    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><title>%1$s</title></head>
            <body>
            <h1>%1$s</h1>
            <dl>
            <dt>Status</dt><dd>%2$d</dd>
            <dt>Meaning</dt><dd>%3$s</dd>
            <dt>Cause</dt><dd>%4$s</dd>
            <dt>What to do</dt><dd>%5$s</dd>
            </dl>
            <p>After any problem nothing was accepted or stored. The whole interface: <a href="/openapi.yaml">openapi.yaml</a>.</p>
            </body>
            </html>
            """;

    private final Map<String, Section> sections = new HashMap<>();

    ProblemPages() throws IOException {
        Matcher section = SECTION.matcher(document());
        while (section.find()) {
            sections.put(section.group(1), new Section(section.group(2), section.group(3)));
        }
    }

    /** What the document says of a problem. */
    record Section(String cause, String remedy) {

        static final Section SILENT = new Section("", "");
    }

    Section section(ProblemType type) {
        return sections.getOrDefault(type.slug(), Section.SILENT);
    }

    /** The page as HTML without style or script. */
    String html(ProblemType type) {
        Section section = section(type);
        return PAGE.formatted(
                type.slug(),
                type.status(),
                HtmlUtils.htmlEscape(type.title()),
                inline(section.cause()),
                inline(section.remedy()));
    }

    // Links lead to other documents, which are not served here: their words stay.
    private static String inline(String markdown) {
        String text = LINK.matcher(HtmlUtils.htmlEscape(markdown)).replaceAll("$1");
        String coded = CODE.matcher(text).replaceAll("<code>$1</code>");
        return STRESS.matcher(coded).replaceAll("<em>$1$2</em>");
    }

    private static String document() throws IOException {
        try (InputStream in = ProblemPages.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IOException(RESOURCE + " was not packaged");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
