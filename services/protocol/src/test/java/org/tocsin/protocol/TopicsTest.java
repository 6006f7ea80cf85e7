/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {

    private static final Member UZ = new Member("uz");

    @Test
    void memberHasAnOutboxAndAnInboxPerLane() {
        assertThat(Topics.of(UZ))
                .containsExactlyInAnyOrder(
                        "tocsin.outbox.uz.urgent",
                        "tocsin.outbox.uz.routine",
                        "tocsin.inbox.uz.urgent",
                        "tocsin.inbox.uz.routine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"uz", "centre", "anti-narcotics", "a0", "inbox", "urgent", "abcdefghijklmno0"})
    void everyTopicTellsItsOwnerItsLaneAndItsSideBack(String code) {
        Member member = new Member(code);

        for (Lane lane : Lane.values()) {
            assertThat(Topics.owner(Topics.outbox(member, lane))).contains(member);
            assertThat(Topics.owner(Topics.inbox(member, lane))).contains(member);
            assertThat(Topics.lane(Topics.outbox(member, lane))).contains(lane);
            assertThat(Topics.lane(Topics.inbox(member, lane))).contains(lane);
            assertThat(Topics.isInbox(Topics.inbox(member, lane))).isTrue();
            assertThat(Topics.isInbox(Topics.outbox(member, lane))).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(Lane.class)
    void patternMatchesEveryOutboxOfItsLaneAndNothingElse(Lane lane) {
        var pattern = Topics.outboxes(lane);

        assertThat(Topics.of(UZ).stream().filter(topic -> pattern.matcher(topic).matches()))
                .containsExactly(Topics.outbox(UZ, lane));
        assertThat(pattern.matcher(Topics.outbox(UZ, lane) + ".x").matches()).isFalse();
        assertThat(pattern.matcher(Topics.DIRECTORY).matches()).isFalse();
        assertThat(pattern.matcher(Topics.CLOCK).matches()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                Topics.DIRECTORY,
                Topics.CLOCK,
                "tocsin.outbox.uz",
                "tocsin.outbox.uz.later",
                "tocsin.outbox.UZ.urgent",
                "tocsin.outbox..urgent",
                "tocsin.outbox.u.urgent",
                "tocsin.outbox.uz.urgent.x",
                "xtocsin.outbox.uz.urgent",
                "tocsin-outbox-uz-urgent",
                "tocsin.outbox.uz.urgent\n",
                "__consumer_offsets",
                ""
            })
    void otherTopicsBelongToNobodyAndToNoLane(String topic) {
        assertThat(Topics.owner(topic)).isEmpty();
        assertThat(Topics.lane(topic)).isEmpty();
    }

    @Test
    void precedenceDecidesTheLane() {
        assertThat(Precedence.FLASH.lane()).isEqualTo(Lane.URGENT);
        assertThat(Precedence.IMMEDIATE.lane()).isEqualTo(Lane.URGENT);
        assertThat(Precedence.PRIORITY.lane()).isEqualTo(Lane.ROUTINE);
        assertThat(Precedence.ROUTINE.lane()).isEqualTo(Lane.ROUTINE);
    }
}
