/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.deadline;

import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.tocsin.coordinator.notice.Notices;
import org.tocsin.protocol.message.NoticeKind;
import org.tocsin.transport.SendFailed;

/** What was found late: told, and then remembered as told, so that a crash in between repeats it and loses nothing. */
@Component
record Told(Latenesses latenesses, Notices notices, MeterRegistry meters) {

    private static final Logger log = LoggerFactory.getLogger(Told.class);

    void tell(List<Lateness> found) throws SQLException, SendFailed, InterruptedException {
        if (found.isEmpty()) {
            return;
        }
        notices.send(found.stream().map(Lateness::telling).toList());
        latenesses.markSent(found);
        for (Lateness late : found) {
            String level = NoticeKind.ofLevel(late.level()).token();
            meters.counter("tocsin.deadlines.passed", "level", level).increment();
            log.atInfo()
                    .addKeyValue("alert", late.alert().toString())
                    .addKeyValue("revision", late.revision())
                    .addKeyValue("member", late.member().code())
                    .addKeyValue("level", level)
                    .log("{} is late for {} revision {}: {}", late.member(), late.alert(), late.revision(), level);
        }
    }
}
