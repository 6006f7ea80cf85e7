/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemPagesTest {

    private final ProblemPages pages;

    ProblemPagesTest() throws IOException {
        this.pages = new ProblemPages();
    }

    @ParameterizedTest
    @EnumSource(ProblemType.class)
    void everyProblemHasAPageWithMeaningCauseAndRemedy(ProblemType type) {
        String page = pages.html(type);

        assertThat(pages.section(type).cause()).isNotBlank().doesNotContain("## ", "*Do:*");
        assertThat(pages.section(type).remedy()).isNotBlank().doesNotContain("## ");
        assertThat(page)
                .contains("<h1>" + type.slug() + "</h1>")
                .contains("<dd>" + type.status() + "</dd>")
                .contains("<dt>Meaning</dt><dd>" + type.title().replace("'", "&#39;"))
                .doesNotContain("<dd></dd>", "](", "`", "**", "<script", "<style");
    }

    @Test
    void wordsBecomeTextAndNeverMarkup() {
        assertThat(pages.html(ProblemType.UNAUTHENTICATED))
                .contains("<code>Authorization: Bearer &lt;token&gt;</code>");
    }
}
