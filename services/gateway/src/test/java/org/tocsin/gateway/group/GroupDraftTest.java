/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.group;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.gateway.http.Json;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.protocol.testing.Examples;

/** What can be a sharing group of kz. */
class GroupDraftTest {

    private static GroupDraft read(String json) {
        GroupDraft draft = GroupDraft.read(Json.read(json.getBytes(UTF_8)));
        draft.check(Examples.member("kz"), Examples.directory());
        return draft;
    }

    private static void refuses(ProblemType type, String json) {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> read(json))
                .satisfies(refused -> assertThat(refused.type()).isEqualTo(type));
    }

    @Test
    void groupIsANameAndOtherMembers() {
        assertThat(read("{\"name\":\"Neighbours\",\"members\":[\"uz\",\"kg\"]}").members())
                .containsExactly(Examples.member("uz"), Examples.member("kg"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":\"A\",\"members\":[\"UZ\"]}",
                "{\"name\":\"A\",\"members\":\"uz\"}",
                "{\"name\":\"\",\"members\":[\"uz\"]}",
                "{\"name\":\"A\",\"members\":[\"uz\"],\"version\":3}"
            })
    void otherFormsAreRefused(String json) {
        refuses(ProblemType.INVALID_GROUP, json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[\"kz\"]", "[\"uz\",\"uz\"]", "[\"xx\"]", "[\"registrar\"]"})
    void nobodyOneselfTwiceAndStrangersAreRefused(String members) {
        refuses(ProblemType.INVALID_AUDIENCE, "{\"name\":\"A\",\"members\":" + members + "}");
    }

    @Test
    void nameThatMisleadsIsRefused() {
        refuses(ProblemType.UNSAFE_TEXT, "{\"name\":\"A\\u202eB\",\"members\":[\"uz\"]}");
    }
}
