/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.LocalDateTime;
import org.jspecify.annotations.NullMarked;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.tocsin.transport.inbound.BatchHandler;

/** How the coordinator is built, so that its plan stays true. */
@AnalyzeClasses(packages = "org.tocsin", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String HERE = "org.tocsin.coordinator..";

    @ArchTest
    static final ArchRule transportKnowsNoService = noClasses()
            .that()
            .resideInAPackage("org.tocsin.transport..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(HERE, "org.tocsin.gateway..")
            .because("gateway and coordinator stand on it, each by itself");

    @ArchTest
    static final ArchRule coordinatorKnowsNoGateway = noClasses()
            .that()
            .resideInAPackage(HERE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.tocsin.gateway..")
            .because("services meet through signed messages only");

    @ArchTest
    static final ArchRule roomsFormNoCycle = slices().matching("org.tocsin.coordinator.(*)..")
            .should()
            .beFreeOfCycles()
            .because("who reads a room should need only those below it");

    @ArchTest
    static final ArchRule deadlinesKnowNoDispatch = noClasses()
            .that()
            .resideInAnyPackage("org.tocsin.coordinator.deadline..", "org.tocsin.coordinator.notice..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.tocsin.coordinator.dispatch..", "org.tocsin.coordinator.directory..")
            .because("arrows run from dispatch to deadlines to notices, never back");

    @ArchTest
    static final ArchRule roomsDoNotKnowTheRoot = noClasses()
            .that()
            .resideInAPackage("org.tocsin.coordinator.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.tocsin.coordinator")
            .because("the root wires the rooms, its package-info promises it");

    @ArchTest
    static final ArchRule decisionsArePure = noClasses()
            .that(named("dispatch.Dispatch", "dispatch.Sorting", "dispatch.Account", "dispatch.Tidings")
                    .or(named("dispatch.Known", "deadline.Judge", "deadline.DeadlineLadder", "deadline.CatchUp"))
                    .or(named("deadline.Lateness", "deadline.Verdict", "deadline.Standing")))
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "org.springframework..", "java.io", "java.nio.file..", "java.sql..", "javax.sql..", "org.apache.."))
            .because("what is decided without I/O can be tested in microseconds, outcome by outcome");

    @ArchTest
    static final ArchRule kafkaIsMetInTransportOnly = noClasses()
            .that()
            .resideInAPackage(HERE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.springframework.kafka..")
            .because("one module knows the clients' traps");

    @ArchTest
    static final ArchRule entrancesArePackagePrivate = classes()
            .that()
            .resideInAPackage(HERE)
            .and(assignableToOrAnnotated())
            .should()
            .notBePublic()
            .because("nobody calls a listener, a configuration or its properties");

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses()
            .that()
            .resideInAPackage(HERE)
            .should()
            .haveNameMatching(".*(Impl|Manager|Util|Utils|Helper|Processor|Dto|Base|Service)")
            .because("such an ending says nothing about the domain");

    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .that()
            .resideInAPackage(HERE)
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", java.time.Duration.class)
            .because("waiting is for a condition, and ends when the service stops");

    @ArchTest
    static final ArchRule nobodyPrints = noClasses()
            .that()
            .resideInAPackage(HERE)
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .because("what is worth saying is logged, with ids and counts only");

    @ArchTest
    static final ArchRule timesHaveAZone = noClasses()
            .that()
            .resideInAPackage(HERE)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(LocalDateTime.class)
            .because("the exchange spans time zones");

    @ArchTest
    static final ArchRule nothingIsInjectedIntoFields = noFields()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage(HERE)
            .should()
            .beAnnotatedWith(Autowired.class)
            .because("constructors say what a thing needs");

    @ArchTest
    static final ArchRule nobodyThrowsABareException = noClasses()
            .that()
            .resideInAPackage(HERE)
            .should()
            .callConstructor(RuntimeException.class, String.class)
            .orShould()
            .callConstructor(RuntimeException.class, String.class, Throwable.class)
            .orShould()
            .callConstructor(RuntimeException.class)
            .because("a caller can act only on an exception that has a name");

    @ArchTest
    static final ArchRule packagesAreNullMarked = classes()
            .that()
            .resideInAPackage(HERE)
            .should(liveInANullMarkedPackage())
            .because("absence is said by @Nullable and by nothing else");

    private static DescribedPredicate<JavaClass> named(String... names) {
        DescribedPredicate<JavaClass> any = DescribedPredicate.alwaysFalse();
        for (String name : names) {
            String full = "org.tocsin.coordinator." + name;
            any = any.or(DescribedPredicate.describe(
                    name, type -> type.getName().equals(full) || type.getName().startsWith(full + "$")));
        }
        return any;
    }

    private static DescribedPredicate<JavaClass> assignableToOrAnnotated() {
        return DescribedPredicate.describe(
                "are handlers, configurations or properties",
                type -> type.isAssignableTo(BatchHandler.class)
                        || type.isAnnotatedWith(Configuration.class)
                        || type.isAnnotatedWith(ConfigurationProperties.class));
    }

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
