/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.health;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;
import org.tocsin.protocol.directory.MemberKey;
import org.tocsin.protocol.signing.Signer;
import org.tocsin.transport.DaemonThreads;
import org.tocsin.transport.inbound.DirectoryReader;

/** How long this member's signing key is still valid, and a warning 30, 14, 7 and 1 days before it ends. */
@Component
class SigningKeyWatch implements MeterBinder, InitializingBean, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(SigningKeyWatch.class);
    private static final int LOOK_MINUTES = 10;

    private final Signer signer;
    private final Clock clock;
    private final DirectoryReader directory;
    private final ScheduledExecutorService thread = DaemonThreads.scheduler("signing-key");
    private KeyWarning given = KeyWarning.NONE;

    SigningKeyWatch(Signer signer, Clock clock, DirectoryReader directory) {
        this.signer = signer;
        this.clock = clock;
        this.directory = directory;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("tocsin.signing.key.expires", this, watch -> watch.left().toMillis() / 1_000.0)
                .description("How long the key that this member signs with is still valid; 0 when none is.")
                .baseUnit("seconds")
                .register(registry);
    }

    /** How long the key in use is still valid; zero when nothing can be signed. */
    Duration left() {
        Instant now = clock.instant();
        return signer.listed()
                .map(key -> Duration.between(now, key.validUntil()))
                .orElse(Duration.ZERO);
    }

    /** When it ends, for people; {@code none} when nothing can be signed. */
    String until() {
        return signer.listed().map(MemberKey::validUntil).map(Instant::toString).orElse("none");
    }

    @Override
    public void afterPropertiesSet() {
        directory.whenReadToEnd().thenRun(this::begin);
    }

    @Override
    public void destroy() {
        thread.shutdownNow();
    }

    private void begin() {
        thread.scheduleWithFixedDelay(this::look, 0, LOOK_MINUTES, TimeUnit.MINUTES);
        directory.onChange(this::lookSoon);
    }

    private void lookSoon() {
        if (!thread.isShutdown()) {
            thread.execute(this::look);
        }
    }

    private void look() {
        KeyWarning due = KeyWarning.of(left());
        if (due != given && due.isStricterThan(given)) {
            log.warn(
                    "The signing key is valid for less than {} days ({}): have the next one listed",
                    due.days(),
                    until());
        }
        given = due;
    }
}
