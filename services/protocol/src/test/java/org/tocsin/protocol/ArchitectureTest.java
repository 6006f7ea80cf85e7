/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.Serializable;
import java.time.Clock;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/** What the protocol may be made of. Everything else stands on it, so it stands on nothing that acts. */
@AnalyzeClasses(packages = "org.tocsin.protocol", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final Set<String> ASKS_THE_TIME =
            Set.of("now", "currentTimeMillis", "nanoTime", "systemUTC", "systemDefaultZone", "system");

    @ArchTest
    static final ArchRule usesNoFramework = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "reactor..", "org.apache.kafka..", "org.postgresql..")
            .because("a state must be able to check a message with this module alone, offline, years later");

    @ArchTest
    static final ArchRule doesNoInputOrOutput = noClasses()
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("java.io", "java.nio.file..", "java.nio.channels..", "java.net..", "java.sql..")
                            .and(not(equivalentTo(Serializable.class))))
            .because("words are decided here and carried elsewhere: a pure decision can be tested in microseconds");

    @ArchTest
    static final ArchRule hasNoClockOfItsOwn = classes()
            .should(askNobodyForTheTime())
            .because("the broker's append time is the exchange's one clock, and its callers bring it (ADR 0005)");

    @ArchTest
    static final ArchRule packagesFormNoCycle = slices().matching("org.tocsin.(**)")
            .should()
            .beFreeOfCycles()
            .because("who reads a package should need only those below it");

    @ArchTest
    static final ArchRule rootKnowsNoSubpackage = noClasses()
            .that()
            .resideInAPackage("org.tocsin.protocol")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.tocsin.protocol.*..")
            .because("its package-info promises it");

    @ArchTest
    static final ArchRule onlySigningTouchesCryptography = noClasses()
            .that()
            .resideOutsideOfPackage("org.tocsin.protocol.signing")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.nimbusds..", "org.bouncycastle..", "com.amazon.corretto..", "javax.crypto..")
            .because("one small package is what a security reviewer has to read");

    @ArchTest
    static final ArchRule packagesAreNullMarked =
            classes().should(liveInANullMarkedPackage()).because("absence is said by @Nullable and by nothing else");

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses()
            .should()
            .haveNameMatching(".*(Impl|Manager|Util|Utils|Helper|Processor|Dto|Base|Service)")
            .because("such an ending says nothing about the domain");

    @ArchTest
    static final ArchRule nobodyThrowsABareException = noClasses()
            .should()
            .callConstructor(RuntimeException.class, String.class)
            .orShould()
            .callConstructor(RuntimeException.class, String.class, Throwable.class)
            .orShould()
            .callConstructor(RuntimeException.class)
            .because("a caller can act only on an exception that has a name");

    private static ArchCondition<JavaClass> askNobodyForTheTime() {
        return new ArchCondition<>("ask nobody for the time") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getAccessesFromSelf().stream()
                        .filter(ArchitectureTest::asksTheTime)
                        .forEach(access -> events.add(SimpleConditionEvent.violated(type, access.getDescription())));
            }
        };
    }

    private static boolean asksTheTime(JavaAccess<?> access) {
        JavaClass asked = access.getTargetOwner();
        boolean tellsTime = asked.getPackageName().startsWith("java.time")
                || asked.isEquivalentTo(System.class)
                || asked.isEquivalentTo(Clock.class);
        return tellsTime && ASKS_THE_TIME.contains(access.getTarget().getName());
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
