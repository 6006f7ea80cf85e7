/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** What stands on transport and what it may stand on. */
@AnalyzeClasses(packages = "org.tocsin.transport", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule knowsNeitherGatewayNorCoordinator = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.tocsin.gateway..", "org.tocsin.coordinator..", "org.tocsin.standalone..")
            .because("both stand on it, and who has read one has read both");

    @ArchTest
    static final ArchRule knowsNoApplicationFramework = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework.boot..",
                    "org.springframework.context.annotation..",
                    "org.springframework.stereotype..",
                    "reactor..")
            .because("services wire it, each in its own way");

    @ArchTest
    static final ArchRule packagesFormNoCycle = slices().matching("org.tocsin.transport.(*)..")
            .should()
            .beFreeOfCycles()
            .because("who reads a package should need only those below it");

    @ArchTest
    static final ArchRule rootKnowsNoSubpackage = noClasses()
            .that()
            .resideInAPackage("org.tocsin.transport")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.tocsin.transport.*..")
            .because("it holds what the others have in common");

    @ArchTest
    static final ArchRule storeKnowsNoMessageAndNoBroker = noClasses()
            .that()
            .resideInAPackage("org.tocsin.transport.store")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.tocsin.protocol..", "org.apache.kafka..", "org.springframework.kafka..")
            .because("its package-info promises it");

    @ArchTest
    static final ArchRule outboundKnowsNoDatabase = noClasses()
            .that()
            .resideInAPackage("org.tocsin.transport.outbound")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..")
            .because("what is owed is kept by the service, and sending must not wait for its database");

    @ArchTest
    static final ArchRule packagesAreNullMarked =
            classes().should(liveInANullMarkedPackage()).because("absence is said by @Nullable and by nothing else");

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses()
            .should()
            .haveNameMatching(".*(Impl|Manager|Util|Utils|Helper|Processor|Dto|Base|Service)")
            .because("such an ending says nothing about the domain");

    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .because("a thread that waits must wait for something");

    @ArchTest
    static final ArchRule nobodyPrints =
            NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.because("an operator reads logs, and levels can be set there");

    @ArchTest
    static final ArchRule nobodyThrowsABareException = noClasses()
            .should()
            .callConstructor(RuntimeException.class, String.class)
            .orShould()
            .callConstructor(RuntimeException.class, String.class, Throwable.class)
            .orShould()
            .callConstructor(RuntimeException.class, Throwable.class)
            .orShould()
            .callConstructor(RuntimeException.class)
            .because("a caller can act only on an exception that has a name");

    private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return new ArchCondition<>("live in a @NullMarked package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(type, marked, type.getPackageName() + " of " + type.getName()));
            }
        };
    }
}
