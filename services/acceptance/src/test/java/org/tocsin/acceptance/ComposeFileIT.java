/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.tocsin.acceptance.exchange.AlertDraft.alert;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.tocsin.acceptance.exchange.Checkout;
import org.tocsin.acceptance.exchange.ChildProcess;
import org.tocsin.acceptance.exchange.ComposeFile;
import org.tocsin.acceptance.exchange.Participant;
import org.tocsin.acceptance.exchange.PostedAlert;
import org.tocsin.acceptance.exchange.SeparateProcesses;

/** The compose file's services work together on its very variables, and the file itself is well-formed. */
@ResourceLock(SeparateProcesses.RESOURCE)
class ComposeFileIT {

    private static final Path COMPOSE = Path.of("/usr/bin/docker-compose");

    @Test
    void anAlertCrossesTheServicesOfTheComposeFile() {
        SeparateProcesses exchange = SeparateProcesses.shared();
        Participant kz = exchange.member("kz");
        Participant uz = exchange.member("uz");

        PostedAlert alert = kz.sends(alert().flash().to("uz"));

        uz.receives(alert);
        uz.acknowledges(alert);
        kz.sees(alert).acknowledgedBy("uz");
        exchange.member("centre").isTold("dispatched", "", alert);
        exchange.member("centre").holdsNothingOf(alert);
    }

    @Test
    void itSetsOnlyVariablesThatItsServicesKnow() {
        ComposeFile file = ComposeFile.read();

        assertThat(file.gateways()).hasSize(3).allSatisfy(gateway -> knows("gateway", gateway));
        knows("coordinator", file.coordinator());
    }

    @Test
    void dockerComposeAcceptsIt() {
        assumeTrue(Files.exists(COMPOSE), "There is no docker-compose here; apt-get install docker-compose");
        ChildProcess check = ChildProcess.start(
                Checkout.emptyRoom("compose").resolve("output.txt"),
                List.of(
                        COMPOSE.toString(),
                        "-f",
                        Checkout.path("docker-compose.yml").toString(),
                        "config",
                        "-q"),
                Map.of());

        assertThat(check.exitCode()).as(check.output()).isZero();
        assertThat(check.output()).isEmpty();
    }

    private static void knows(String name, ComposeFile.Service service) {
        String configuration = Checkout.text("services/" + name + "/src/main/resources/" + name + ".yml");
        assertThat(service.environment().keySet())
                .filteredOn(variable -> variable.startsWith("TOCSIN_"))
                .isNotEmpty()
                .allSatisfy(variable -> assertThat(configuration).contains("${" + variable));
    }
}
