/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.release.Reader.Being;
import org.tocsin.protocol.release.Reader.Standing;

/** Who may read what, by which door, at a member that holds the alert. */
class ReaderRuleTest {

    private static final Set<Door> FOR_KNOWN_READERS = Set.of(Door.API, Door.STREAM);

    @ParameterizedTest
    @CsvSource({
        // label, cleared officer, officer, machine of the CERT, person of a constituent, machine of a constituent
        "TLP:RED,          ALLOWED, NEEDS_RED_CLEARANCE, NEEDS_RED_CLEARANCE, NEEDS_RED_CLEARANCE, NEEDS_RED_CLEARANCE",
        "TLP:AMBER+STRICT, ALLOWED, ALLOWED, ALLOWED, CERT_ONLY, CERT_ONLY",
        "TLP:AMBER,        ALLOWED, ALLOWED, ALLOWED, ALLOWED, ALLOWED",
        "TLP:GREEN,        ALLOWED, ALLOWED, ALLOWED, ALLOWED, ALLOWED",
        "TLP:CLEAR,        ALLOWED, ALLOWED, ALLOWED, ALLOWED, ALLOWED"
    })
    void labelDecidesWhichReadersOfAMemberMayRead(
            String label, Release cleared, Release officer, Release machine, Release client, Release clientMachine) {
        for (Door door : FOR_KNOWN_READERS) {
            assertThat(ReleaseRule.read(Label.of(label), door, Reader.person(true)))
                    .isEqualTo(cleared);
            assertThat(ReleaseRule.read(Label.of(label), door, Reader.person(false)))
                    .isEqualTo(officer);
            assertThat(ReleaseRule.read(Label.of(label), door, Reader.machine()))
                    .isEqualTo(machine);
            assertThat(ReleaseRule.read(Label.of(label), door, constituent(Being.PERSON)))
                    .isEqualTo(client);
            assertThat(ReleaseRule.read(Label.of(label), door, constituent(Being.MACHINE)))
                    .isEqualTo(clientMachine);
        }
    }

    @Test
    void clearanceOfAConstituentsPersonDoesNotOpenWhatIsForTheCertOnly() {
        Reader client = new Reader(Being.PERSON, Standing.CONSTITUENT, true, null);

        assertThat(ReleaseRule.read(Label.RED, Door.API, client)).isEqualTo(Release.CERT_ONLY);
        assertThat(ReleaseRule.read(Label.AMBER_STRICT, Door.API, client)).isEqualTo(Release.CERT_ONLY);
    }

    @Test
    void redLeavesByNoFileAndNothingThatTheGatewaySendsByItself() {
        assertThat(ReleaseRule.read(Label.RED, Door.EXPORT, Reader.person(true)))
                .isEqualTo(Release.NOT_BY_THIS_DOOR);
        assertThat(ReleaseRule.read(Label.RED, Door.PUSH, Reader.person(true))).isEqualTo(Release.NOT_BY_THIS_DOOR);
        assertThat(ReleaseRule.read(Label.AMBER_STRICT, Door.EXPORT, Reader.machine()))
                .isEqualTo(Release.ALLOWED);
    }

    @ParameterizedTest
    @EnumSource(Label.class)
    void onlyClearIsPublic(Label label) {
        assertThat(ReleaseRule.read(label, Door.PUBLIC, Reader.person(true)).isAllowed())
                .isEqualTo(label == Label.CLEAR);
        assertThat(ReleaseRule.read(label, Door.PUBLIC, Reader.ANYBODY).isAllowed())
                .isEqualTo(label == Label.CLEAR);
    }

    @Test
    void ceilingHidesStricterLabelsAndNoOther() {
        for (Label ceiling : Label.values()) {
            Reader reader = new Reader(Being.PERSON, Standing.CERT, true, ceiling);
            for (Label label : Label.values()) {
                Release expected = label.isStricterThan(ceiling) ? Release.ABOVE_READER_CEILING : Release.ALLOWED;

                assertThat(ReleaseRule.read(label, Door.API, reader))
                        .as("%s to a reader with ceiling %s", label, ceiling)
                        .isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void queryAsksForExactlyTheLabelsThatTheRuleAllows(Door door) {
        for (Label ceiling : Label.values()) {
            Reader reader = new Reader(Being.PERSON, Standing.CERT, true, ceiling);

            assertThat(Set.copyOf(ReleaseRule.readable(door, reader)))
                    .isEqualTo(Stream.of(Label.values())
                            .filter(label ->
                                    ReleaseRule.read(label, door, reader).isAllowed())
                            .collect(Collectors.toSet()));
        }
        assertThat(ReleaseRule.readable(Door.API, Reader.machine()))
                .containsExactly(Label.AMBER_STRICT, Label.AMBER, Label.GREEN, Label.CLEAR);
    }

    @Test
    void noMachineIsEverClearedForRed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Reader(Being.MACHINE, Standing.CERT, true, null))
                .withMessageContaining("machine");
    }

    private static Reader constituent(Being being) {
        return new Reader(being, Standing.CONSTITUENT, false, null);
    }
}
