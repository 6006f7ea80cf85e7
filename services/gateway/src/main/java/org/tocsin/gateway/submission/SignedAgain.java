/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.idempotency.StoredReply;
import org.tocsin.gateway.outbox.RefusedForKey;
import org.tocsin.gateway.outbox.RefusedForKey.Left;
import org.tocsin.gateway.outbox.UniqueKeys;
import org.tocsin.protocol.MessageType;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.MessageCodec;
import org.tocsin.protocol.message.Undecodable;
import org.tocsin.protocol.release.Reader;
import org.tocsin.protocol.signing.MalformedJws;
import org.tocsin.protocol.signing.SignedMessage;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Says an alert again that was refused for its key: the same content as the next revision, signed with the key that is
 * valid. The revision before stays recorded with its refusal. A revision that has a later one already is only settled.
 */
@Component
class SignedAgain implements InitializingBean {

    private static final Logger log = LoggerFactory.getLogger(SignedAgain.class);

    // What this member has said it may say again, whatever its label.
    private static final Reader ITSELF = Reader.person(true);

    private final RefusedForKey refused;
    private final SentAlerts sentAlerts;
    private final Submissions submissions;
    private final Scheduler readers;

    SignedAgain(RefusedForKey refused, SentAlerts sentAlerts, Submissions submissions, Scheduler readers) {
        this.refused = refused;
        this.sentAlerts = sentAlerts;
        this.submissions = submissions;
        this.readers = readers;
    }

    @Override
    public void afterPropertiesSet() {
        refused.onEach(this::say);
    }

    private void say(Left left) {
        if (left.type() == MessageType.ALERT) {
            again(left).subscribe(done -> {}, later -> log(left, later));
        }
    }

    private Mono<Void> again(Left left) {
        Alert alert = alert(left);
        return sentAlerts
                .latest(alert.header().alert(), ITSELF)
                .filter(latest -> latest.digest().equals(left.digest()))
                .flatMap(latest -> posted(alert, left))
                .then(Mono.<Void>fromRunnable(() -> refused.settle(left.digest()))
                        .subscribeOn(readers));
    }

    private Mono<StoredReply> posted(Alert alert, Left left) {
        return submissions
                .sayAgain(alert, left.digest())
                .doOnNext(said -> log.info(
                        "{} was refused for its key and is signed again as the next revision",
                        alert.header().alert()));
    }

    private static Alert alert(Left left) {
        try {
            return (Alert) MessageCodec.decode(
                    MessageType.ALERT, SignedMessage.parse(left.jws()).payload());
        } catch (MalformedJws | Undecodable corrupt) {
            throw new IllegalStateException("a message of our own is unreadable", corrupt);
        }
    }

    // Another replica may have been first; then this one finds a later revision at its next look.
    private static void log(Left left, Throwable later) {
        if (!UniqueKeys.isEventTaken(later)) {
            log.warn(
                    "{} is signed again later: {}",
                    left.digest(),
                    later.getClass().getSimpleName());
        }
    }
}
