/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.gateway.testing.Contract;
import org.tocsin.gateway.testing.Gateway;
import org.tocsin.gateway.testing.Http;
import org.tocsin.gateway.testing.LiveEvents;
import org.tocsin.gateway.testing.Reply;

/** A person signs in with a personal token and goes on with a cookie, which no other site can use. */
class SessionIT {

    private static final Contract CONTRACT = new Contract();
    private static final String SESSION = "/v1/session";
    private static final String[] OURS = {"X-Tocsin", "1", "Sec-Fetch-Site", "same-origin"};
    private static final AtomicInteger SEED = new AtomicInteger();
    private static Gateway kz;

    @BeforeAll
    static void startGateway() {
        kz = Gateway.start();
    }

    @AfterAll
    static void stopGateway() {
        kz.close();
    }

    private static Http browser() {
        return kz.withToken("");
    }

    private static Reply signIn(String name, String... headers) {
        return browser().post(SESSION, "{\"token\":\"" + kz.token(name) + "\"}", with(OURS, headers));
    }

    private static String cookie(Reply signedIn) {
        assertThat(signedIn.status()).as(signedIn.body()).isEqualTo(201);
        return signedIn.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
    }

    private static String[] with(String[] some, String... more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
    }

    private static Reply whoAmI(String cookie) {
        return browser().get(SESSION, "Cookie", cookie);
    }

    private static String hash(String cookie) {
        return org.tocsin.protocol.Digest.sha256(cookie.substring(cookie.indexOf('=') + 1))
                .hex();
    }

    // A session like the other one but for its age, made at another replica: nothing is remembered of it here.
    private static String like(String cookie, String signedIn, String used) {
        String value = "__Host-tocsin=" + (SEED.incrementAndGet() + "A".repeat(43)).substring(0, 43);
        kz.change("insert into session (hash, token, rights, signed_in, used) select '" + hash(value)
                + "', token, rights, now() - interval '" + signedIn + "', now() - interval '" + used
                + "' from session where hash = '" + hash(cookie) + "' returning 1");
        return value;
    }

    @Test
    void personSignsInReadsAnswersAndSignsOut() {
        Reply signedIn = signIn("officer");
        String cookie = cookie(signedIn);
        Reply me = whoAmI(cookie);

        assertThat(CONTRACT.violations("signIn", signedIn)).isEmpty();
        assertThat(CONTRACT.violations("whoAmI", me)).isEmpty();
        assertThat(signedIn.headers().firstValue("Set-Cookie").orElseThrow())
                .contains("Path=/", "Secure", "HttpOnly", "SameSite=Strict")
                .doesNotContain("Domain");
        assertThat(me.text("name")).isEqualTo("officer");
        assertThat(me.text("signedInAt")).isNotEmpty();
        assertThat(me.json().path("red").asBoolean()).isTrue();
        Reply posted = browser().post("/v1/alerts", GatewayIT.DRAFT, with(OURS, "Cookie", cookie));
        assertThat(posted.status()).as(posted.body()).isEqualTo(202);

        Reply out = browser().method("DELETE", SESSION, with(OURS, "Cookie", cookie));
        assertThat(out.status()).isEqualTo(204);
        assertThat(out.headers().firstValue("Set-Cookie").orElseThrow()).contains("Max-Age=0");
        assertThat(whoAmI(cookie).status()).isEqualTo(401);
        assertThat(kz.count("select count(*) from session where hash = '" + hash(cookie) + "'"))
                .isZero();
    }

    @Test
    void bearerOfATokenIsToldWhoItIsAndHasNoSession() {
        Reply me = kz.as("cert").get(SESSION);

        assertThat(CONTRACT.violations("whoAmI", me)).isEmpty();
        assertThat(me.text("kind")).isEqualTo("machine");
        assertThat(me.text("signedInAt")).isEmpty();
        assertThat(kz.as("cert").method("DELETE", SESSION).problem()).isEqualTo("not-found");
    }

    @Test
    void programDoesNotSignIn() {
        assertThat(signIn("cert").problem()).isEqualTo("forbidden");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"token\":1}", "{\"token\":\"x\",\"more\":1}", "{\"token\":\"\"}"})
    void whatIsNoSignInIsRefused(String body) {
        Reply refused = browser().post(SESSION, body, OURS);

        assertThat(refused.problem()).isEqualTo("invalid-sign-in");
        assertThat(CONTRACT.violations("signIn", refused)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tsn_kz_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "guess", "a.b.c"})
    void whoseTokenDoesNotCountDoesNotSignIn(String token) {
        Reply refused = browser().post(SESSION, "{\"token\":\"" + token + "\"}", OURS);

        assertThat(refused.problem()).isEqualTo("unauthenticated");
        assertThat(refused.headers().firstValue("Set-Cookie")).isEmpty();
    }

    // H34
    @Test
    void eachSignInIsANewSessionAndEndsTheOneBefore() {
        String first = cookie(signIn("officer"));
        String second = cookie(signIn("officer", "Cookie", first));
        String planted = "__Host-tocsin=" + "A".repeat(43);

        assertThat(second).isNotEqualTo(first);
        assertThat(whoAmI(first).status()).isEqualTo(401);
        assertThat(whoAmI(second).status()).isEqualTo(200);
        assertThat(cookie(signIn("officer", "Cookie", planted))).isNotEqualTo(planted);
        assertThat(whoAmI(planted).status()).isEqualTo(401);
    }

    static Stream<Arguments> foreign() {
        return Stream.of(
                arguments("H32 nothing of ours", new String[] {}),
                arguments("H32 no mark", new String[] {"Sec-Fetch-Site", "same-origin"}),
                arguments("H33 the mark alone", new String[] {"X-Tocsin", "1"}),
                arguments("H33 another site", new String[] {"X-Tocsin", "1", "Sec-Fetch-Site", "cross-site"}),
                arguments("H33 a sibling", new String[] {"X-Tocsin", "1", "Sec-Fetch-Site", "same-site"}),
                arguments("H33 typed in", new String[] {"X-Tocsin", "1", "Sec-Fetch-Site", "none"}),
                arguments("H33 another origin", new String[] {"X-Tocsin", "1", "Origin", "https://evil.example"}),
                arguments("H33 no origin", new String[] {"X-Tocsin", "1", "Origin", "null"}),
                arguments("H33 a lie", with(OURS, "Origin", "https://evil.example")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("foreign")
    void whatAnotherSiteAsksForByTheCookieIsRefused(String name, String[] headers) {
        String cookie = cookie(signIn("officer"));
        long before = kz.count("select last from event_counter");

        Reply posted = browser().post("/v1/alerts", GatewayIT.DRAFT, with(headers, "Cookie", cookie));
        Reply signedOut = browser().method("DELETE", SESSION, with(headers, "Cookie", cookie));
        Reply signedIn = browser().post(SESSION, "{\"token\":\"" + kz.token("officer2") + "\"}", headers);

        assertThat(posted.problem()).isEqualTo("csrf");
        assertThat(CONTRACT.violations("postAlert", posted)).isEmpty();
        assertThat(signedOut.problem()).isEqualTo("csrf");
        assertThat(signedIn.problem()).isEqualTo("csrf");
        assertThat(kz.count("select last from event_counter")).isEqualTo(before);
        assertThat(whoAmI(cookie).status()).isEqualTo(200);
    }

    // H32
    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})
    void formWithTheCookieIsRefusedAsForeign(String type) {
        String cookie = cookie(signIn("officer"));
        byte[] body = GatewayIT.DRAFT.getBytes(java.nio.charset.StandardCharsets.UTF_8);

        Reply posted = browser().post("/v1/alerts", body, "Content-Type", type, "Cookie", cookie);

        assertThat(posted.problem()).isEqualTo("csrf");
    }

    @Test
    void ownOriginIsEnoughWhereABrowserSaysNoSite() {
        String cookie = cookie(signIn("officer"));
        String[] ours = {"X-Tocsin", "1", "Origin", browser().origin(), "Cookie", cookie};

        assertThat(browser().post("/v1/alerts", GatewayIT.DRAFT, ours).status()).isEqualTo(202);
    }

    @Test
    void bearerOfATokenNeedsNoneOfThisEvenWithACookie() {
        String[] foreign = {"Origin", "https://evil.example", "Cookie", cookie(signIn("officer"))};

        assertThat(kz.as("cert").post("/v1/alerts", GatewayIT.DRAFT, foreign).status())
                .isEqualTo(202);
    }

    @Test
    void wrongBearerIsNotSavedByACookie() {
        String cookie = cookie(signIn("officer"));

        assertThat(kz.withToken("wrong").get(SESSION, "Cookie", cookie).status())
                .isEqualTo(401);
        assertThat(browser()
                        .get(SESSION, "Authorization", "Basic eDp5", "Cookie", cookie)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void sessionEndsWhenItIsNotUsed() {
        String cookie = cookie(signIn("officer"));

        assertThat(whoAmI(like(cookie, "1 hour", "29 minutes")).status()).isEqualTo(200);
        assertThat(whoAmI(like(cookie, "1 hour", "30 minutes")).status()).isEqualTo(401);
    }

    @Test
    void sessionEndsAfterTwelveHoursHoweverMuchItIsUsed() {
        String cookie = cookie(signIn("officer"));

        assertThat(whoAmI(like(cookie, "11 hours 59 minutes", "0")).status()).isEqualTo(200);
        assertThat(whoAmI(like(cookie, "12 hours", "0")).status()).isEqualTo(401);
    }

    // H35
    @Test
    void sessionEndsWhenItsTokenCarriesSomethingElseOrNothing() {
        String cookie = cookie(signIn("officer2"));
        String before = like(cookie, "0", "0");
        String[] changes = {"roles = 'operator'", "roles = 'officer', red = false", "red = true, revoked = true"};

        for (String change : changes) {
            kz.change("update token set " + change + " where name = 'officer2' returning 1");
            assertThat(whoAmI(like(cookie, "0", "0")).status()).as(change).isEqualTo(401);
        }
        kz.change("update token set revoked = false where name = 'officer2' returning 1");
        assertThat(whoAmI(before).status()).isEqualTo(200);
    }

    @Test
    void useKeepsASessionAlive() {
        String cookie = like(cookie(signIn("operator")), "1 hour", "29 minutes");

        whoAmI(cookie);

        assertThat(kz.count("select count(*) from session where hash = '" + hash(cookie)
                        + "' and used > now() - interval '1 minute'"))
                .isEqualTo(1);
    }

    // E08, H35
    @Test
    void streamOfASessionThatEndedIsClosed() {
        String cookie = cookie(signIn("operator"));

        try (LiveEvents stream = browser().stream(null, "Cookie", cookie)) {
            assertThat(stream.status()).isEqualTo(200);
            double before = kz.gauge("tocsin.stream.clients");
            browser().method("DELETE", SESSION, with(OURS, "Cookie", cookie));

            await().atMost(Duration.ofSeconds(30)).until(() -> kz.gauge("tocsin.stream.clients") < before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/sign-in", "/page.js", "/v1/alerts", "/v1/none", "/none", "/openapi.yaml", "/%2e"})
    void everyAnswerIsGuarded(String path) {
        for (Reply reply : new Reply[] {browser().get(path), kz.as("operator").get(path)}) {
            assertThat(header(reply, "Content-Security-Policy"))
                    .contains("default-src 'none'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(header(reply, "X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(header(reply, "Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(header(reply, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
            assertThat(reply.headers().firstValue("Strict-Transport-Security")).isEmpty();
        }
        if (path.startsWith("/v1")) {
            assertThat(header(kz.as("operator").get(path), "Cache-Control")).isEqualTo("no-store");
        }
    }

    @Test
    void signInPageIsPlainAndHasNoCodeInIt() {
        Reply page = browser().get("/sign-in", "Accept", "text/html");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("/sign-in.js").doesNotContain("style=", "onclick", "javascript:");
        assertThat(browser().get("/sign-in.js").status()).isEqualTo(200);
    }

    private static String header(Reply reply, String name) {
        return reply.headers().firstValue(name).orElse("");
    }
}
