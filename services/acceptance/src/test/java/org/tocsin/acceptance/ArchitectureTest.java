/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Scenarios stay outside of what they test. */
@AnalyzeClasses(packages = "org.tocsin.acceptance")
class ArchitectureTest {

    @ArchTest
    static final ArchRule PUBLIC_INTERFACES_ONLY = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.tocsin.gateway..",
                    "org.tocsin.coordinator..",
                    "org.tocsin.standalone..",
                    "org.tocsin.transport..",
                    "org.springframework..")
            .because("a scenario that reaches into a service passes when its users fail");

    @ArchTest
    static final ArchRule SCENARIOS_SPEAK_IN_WORDS = noClasses()
            .that()
            .haveSimpleNameEndingWith("IT")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "java.net.http..", "java.sql..", "org.tocsin.embedded..")
            .because("how a member is reached is told once, in org.tocsin.acceptance.exchange");

    @ArchTest
    static final ArchRule NOBODY_SLEEPS = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .because("what is waited for has a name and a condition");

    @ArchTest
    static final ArchRule SCENARIOS_LOCK_THEIR_EXCHANGE = classes()
            .that()
            .haveSimpleNameEndingWith("IT")
            .should()
            .beAnnotatedWith(ResourceLock.class)
            .orShould()
            .beAnnotatedWith(Isolated.class)
            .because("two scenarios at once on one exchange disturb each other");
}
