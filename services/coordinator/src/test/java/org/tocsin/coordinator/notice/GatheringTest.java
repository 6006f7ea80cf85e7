/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.message.Notice;
import org.tocsin.protocol.message.Stage;
import org.tocsin.protocol.testing.Examples;

/** Many tellings become few notices, and none gets lost or to anybody else on the way. */
class GatheringTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final AlertId ALERT = Examples.alert().build().header().alert();
    private static final Member UZ = new Member("uz");
    private static final Member KZ = new Member("kz");

    @Test
    void whatTheSameMembersAreToldIsListedInOneNoticeOfTheLatestTime() {
        List<Telling> gathered = Gathering.of(List.of(step(UZ, Lane.URGENT, 2), step(UZ, Lane.URGENT, 1)));

        assertThat(gathered).singleElement().satisfies(told -> {
            assertThat(told.notice().steps()).extracting(Notice.Step::revision).containsExactly(2, 1);
            assertThat(told.notice().at()).isEqualTo(NOON.plusSeconds(2));
        });
    }

    @Test
    void othersAreToldApart() {
        List<Telling> gathered = Gathering.of(List.of(step(UZ, Lane.URGENT, 1), step(KZ, Lane.URGENT, 2)));

        assertThat(gathered).extracting(Telling::targets).containsExactly(Set.of(UZ), Set.of(KZ));
    }

    @Test
    void eachLaneHasItsOwn() {
        List<Telling> gathered = Gathering.of(List.of(step(UZ, Lane.URGENT, 1), step(UZ, Lane.ROUTINE, 2)));

        assertThat(gathered).extracting(Telling::lane).containsExactly(Lane.URGENT, Lane.ROUTINE);
    }

    @Test
    void aRefusalIsAlwaysAlone() {
        Telling refusal = new Telling(
                Set.of(UZ), Lane.URGENT, Notice.refused(NOON, new Notice.Refused(ALERT, 1, null, null, "no-inbox")));

        assertThat(Gathering.of(List.of(refusal, refusal))).containsExactly(refusal, refusal);
    }

    @Test
    void aNoticeTakesNoMoreThanCanBeSignedAndTheRestGoesIntoTheNext() {
        List<Telling> many = IntStream.rangeClosed(1, 4_500)
                .mapToObj(revision -> step(UZ, Lane.URGENT, revision))
                .toList();

        List<Telling> gathered = Gathering.of(many);

        assertThat(gathered).extracting(told -> told.notice().steps().size()).containsExactly(2_000, 2_000, 500);
        assertThat(gathered.stream().map(Telling::notice).flatMap(GatheringTest::revisions))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 4_500).boxed().toList());
    }

    private static Stream<Integer> revisions(Notice notice) {
        return notice.steps().stream().map(Notice.Step::revision);
    }

    private static Telling step(Member member, Lane lane, int revision) {
        Instant at = NOON.plusSeconds(revision);
        Notice.Step step = new Notice.Step(ALERT, revision, member, Stage.RECEIVED, at);
        return new Telling(Set.of(member), lane, Notice.steps(at, List.of(step)));
    }
}
