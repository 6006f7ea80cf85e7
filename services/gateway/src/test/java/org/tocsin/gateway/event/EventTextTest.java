/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.testing.Examples;

/** What an event says of itself where somebody writes it into a log by mistake. */
class EventTextTest {

    private static final String CANARY = "canary88c2";

    private final Alert alert = Examples.alert().tlp(Label.RED).headline(CANARY).build();

    @Test
    void eventNamesItselfWithoutItsContent() {
        Stored stored = History.of("kz").sent(alert).events().get(0);
        Event event =
                AlertItem.sent(alert, Examples.signed(alert), Examples.ISSUED).toEvent();
        Numbered numbered = new Numbered(7, EventKind.ALERT, Label.RED, stored.data());

        assertThat(stored.data()).contains(CANARY);
        assertThat(stored + " " + event + " " + numbered)
                .contains(event.key(), "event 7 alert")
                .doesNotContain(CANARY);
    }
}
