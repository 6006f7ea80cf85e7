/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.tocsin.acceptance.exchange.AlertDraft.alert;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.tocsin.acceptance.exchange.AlertDraft;
import org.tocsin.acceptance.exchange.Browser;
import org.tocsin.acceptance.exchange.Participant;
import org.tocsin.acceptance.exchange.Patience;
import org.tocsin.acceptance.exchange.PostedAlert;
import org.tocsin.acceptance.exchange.Standalone;

/** An officer with a browser and a token sees alerts as they come, and acknowledges them. */
@ResourceLock(Standalone.RESOURCE)
class PlainPageIT {

    private static final String HOSTILE =
            "<img src=x onerror=document.title='owned'><script>document.title='owned'</script>";

    private final Standalone exchange = Standalone.shared();
    private final Participant kz = exchange.member("kz");
    private final Participant uz = exchange.member("uz");
    private Browser browser;

    @BeforeEach
    void openThePage() {
        assumeTrue(Browser.isInstalled(), "There is no Chromium here; apt-get install chromium chromium-driver");
        browser = Browser.open(uz.gateway().resolve("/"));
    }

    @AfterEach
    void closeThePage() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void anOperatorSignsInSeesAnAlertArriveAndAcknowledgesIt() {
        signIn();
        PostedAlert alert = kz.sends(alert().flash().to("uz").headline("Pumping stations stop at noon"));

        WebElement row = row("Pumping stations stop at noon");
        kz.sees(alert).displayedBy("uz");
        row.findElement(By.tagName("button")).click();

        kz.sees(alert).acknowledgedBy("uz");
        Patience.await("the answer on the page")
                .until(() -> browser.withText("#alerts li", "uz accepted").isPresent());
        browser.picture("plain-page");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void markupInAnAlertIsShownAsText() {
        signIn();
        AlertDraft hostile = alert().to("uz").headline(HOSTILE).description(HOSTILE);

        kz.sends(hostile);

        assertThat(row("<img src=x").getText()).contains(HOSTILE);
        browser.picture("hostile-headline");
        assertThat(browser.count("#alerts img")).isZero();
        assertThat(browser.count("#alerts script")).isZero();
        assertThat(browser.title()).isEqualTo("Tocsin");
        assertThat(browser.complaints()).isEmpty();
    }

    private void signIn() {
        browser.element("#token").sendKeys(uz.token("operator"));
        browser.element("#sign-in button").click();
        Patience.await("the stream is live")
                .until(() -> browser.element("#link").getText().equals("Live"));
    }

    private WebElement row(String headline) {
        Patience.await("a row for " + headline)
                .until(() -> browser.withText("#alerts li", headline).isPresent());
        return browser.withText("#alerts li", headline).orElseThrow();
    }
}
