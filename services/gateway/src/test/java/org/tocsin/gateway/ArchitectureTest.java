/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.web.bind.annotation.RestController;
import org.tocsin.protocol.release.ReleaseRule;

/** How the rooms of a gateway may know each other. */
@AnalyzeClasses(packages = "org.tocsin.gateway", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "org.tocsin.gateway.";
    private static final String[] FEATURES = {
        "submission", "answer", "inbox", "alert", "matrix", "member", "link", "stream", "console", "auditor"
    };

    /** What gives stored text without asking for whom. The journal follows the tail inside its own room. */
    private static final Set<String> UNJUDGED =
            Set.of("Events.after", "Events.revisionsOf", "Events.byKeys", "Events.stored", "Tail.after");

    private static final Set<String> BLOCKING =
            Set.of("block", "blockFirst", "blockLast", "blockOptional", "toIterable", "toStream");

    @ArchTest
    static final ArchRule featuresDoNotKnowEachOther = classes()
            .that()
            .resideInAnyPackage(rooms(FEATURES))
            .should(knowNoOtherFeature())
            .because("features share the protocol's words, the event table and the outbox, so each can be read alone");

    @ArchTest
    static final ArchRule httpAndAccessKnowNoFeature = noClasses()
            .that()
            .resideInAnyPackage(rooms("http", "access", "audit"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(rooms(FEATURES))
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage(rooms("outbox", "reconciliation", "idempotency", "health"))
            .because("who asks and how to refuse is the same whatever is asked");

    @ArchTest
    static final ArchRule httpAndAccessKnowOfEventsOnlyWhoseTheyAre = noClasses()
            .that()
            .resideInAnyPackage(rooms("http", "access"))
            .should()
            .dependOnClassesThat(resideInAnyPackage(rooms("event")).and(not(simpleNameEndingWith("Self"))))
            .because("access needs to know whose gateway this is and nothing that happened at it");

    @ArchTest
    static final ArchRule packagesFormNoCycle = slices().matching("org.tocsin.gateway.(*)..")
            .should()
            .beFreeOfCycles()
            .because("who reads a package should need only those below it");

    @ArchTest
    static final ArchRule decisionsArePure = noClasses()
            .that()
            .haveNameMatching(
                    ".*\\.(submission\\.(Submission|Audience|Draft|DraftReader|Scope|Trial|Observables|References"
                            + "|Rsit|Sent|Line|LineSplitter|KeyedDraft|Outcome|Stoppage)|inbox\\.(Admission|Known|Objecting)|matrix\\.Matrix|matrix\\.MatrixRow"
                            + "|pending\\.(ReleaseNeed|Releasing|DraftPayload|PendingDraft|ReleaseOrder)|group\\.(GroupDraft|Group|GroupId)"
                            + "|reconciliation\\.(Comparison|Difference|Said|Span|Witnessed)"
                            + "|answer\\.(Answering|AnswerReader|AnswerDraft)"
                            + "|alert\\.(AlertSearch|AlertFilters|Condition|Cursor)|stream\\.SseFrame|audit\\.(Sealed|ChainHead|Allowance|AuditEntry))(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework..",
                    "java.sql..",
                    "javax.sql..",
                    "java.io..",
                    "java.nio.file..",
                    "java.nio.channels..",
                    "java.net.http..",
                    "reactor..",
                    "org.tocsin.transport.store..",
                    "org.tocsin.transport.outbound..")
            .because("a decision without I/O can be read, and tested in microseconds");

    @ArchTest
    static final ArchRule whatIsGivenOutComesThroughTheReleaseRule = noClasses()
            .that()
            .resideOutsideOfPackages(rooms("event", "reading", "inbox", "outbox"))
            .should()
            .callMethodWhere(describe("it reads stored events past the rule", ArchitectureTest::readsPastTheRule))
            .because("whoever answers a client has alerts from the reading room, which asks the release rule");

    @ArchTest
    static final ArchRule readingRoomAsksTheReleaseRule = classes()
            .that()
            .haveNameMatching(".*\\.reading\\.(ReadableAlerts|ShownEvents|Shown)")
            .should()
            .dependOnClassesThat()
            .haveSimpleName("ReaderAtDoor")
            .because("a reader at a door is what the rule is asked for");

    @ArchTest
    static final ArchRule readerAtDoorIsJudgedByTheReleaseRule = classes()
            .that()
            .haveSimpleName("ReaderAtDoor")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ReleaseRule.class)
            .because("there is one rule, and it is the protocol's");

    @ArchTest
    static final ArchRule onlyTheReadingRoomShowsAnEvent = classes()
            .that()
            .haveSimpleName("Shown")
            .should(beMadeOnlyByTheirOwnRoom())
            .because("what is shown was judged");

    @ArchTest
    static final ArchRule kafkaIsTransportsAffair = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.springframework.kafka..")
            .because("transport verifies whatever comes from Kafka before a feature sees it");

    @ArchTest
    static final ArchRule noDatabaseAtTheEdge = noClasses()
            .that()
            .resideInAnyPackage(rooms("http", "access", "console"))
            .and()
            .haveNameNotMatching(".*\\.access\\.(Tokens|Clients|Sessions|Minutes)(\\$.*)?")
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..")
                    .and(not(belongToAnyOf(SQLException.class))))
            .because(
                    "the edge asks only the rooms of accounts who calls; a database's failure is named where it becomes an answer");

    @ArchTest
    static final ArchRule webIsAtTheEdge = noClasses()
            .that(not(resideInAnyPackage(rooms("http", "access", "console", "idempotency")))
                    .and(not(simpleNameEndingWith("Controller"))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.web..", "org.springframework.http..")
            .because("what is decided and stored does not depend on how it was asked for");

    @ArchTest
    static final ArchRule controllersAndSettingsAreHidden = classes()
            .that()
            .areAnnotatedWith(RestController.class)
            .or()
            .areAnnotatedWith(ConfigurationProperties.class)
            .or()
            .haveSimpleNameEndingWith("Controller")
            .should()
            .bePackagePrivate()
            .because("nobody calls a door from inside, and settings end where they are wired");

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses()
            .should()
            .haveNameMatching(".*(Impl|Manager|Util|Utils|Helper|Processor|Dto|Base|Service)")
            .because("such an ending says nothing about the domain");

    @ArchTest
    static final ArchRule nothingIsInjectedIntoFields = noFields()
            .should()
            .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
            .orShould()
            .beAnnotatedWith("org.springframework.beans.factory.annotation.Value")
            .orShould()
            .beAnnotatedWith("jakarta.annotation.Resource")
            .orShould()
            .beAnnotatedWith("jakarta.inject.Inject")
            .because("a constructor tells what a type needs, and a test can call it");

    @ArchTest
    static final ArchRule sharedStateIsFinalOrSaysHowItIsShared = fields().that()
            .areStatic()
            .should()
            .beFinal()
            .because("two gateways live in one process of the standalone");

    @ArchTest
    static final ArchRule nobodySleepsPrintsOrReadsTheLocalClock = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.LocalDateTime")
            .because("waiting is by event, words go to the log, and times have a zone");

    @ArchTest
    static final ArchRule timeComesFromTheClock = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("a test must be able to say what time it is");

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

    @ArchTest
    static final ArchRule nobodyBlocksAReactiveChain = noClasses()
            .should()
            .callMethodWhere(describe("it waits for a publisher", ArchitectureTest::blocks))
            .because("a blocked event loop stops every client of the gateway");

    @ArchTest
    static final ArchRule packagesAreNullMarked =
            classes().should(liveInANullMarkedPackage()).because("absence is said by @Nullable and by nothing else");

    private static boolean blocks(JavaMethodCall call) {
        return call.getTargetOwner().getPackageName().equals("reactor.core.publisher")
                && BLOCKING.contains(call.getName());
    }

    private static boolean readsPastTheRule(JavaMethodCall call) {
        String method = call.getTargetOwner().getSimpleName() + '.' + call.getName();
        return UNJUDGED.contains(method);
    }

    private static ArchCondition<JavaClass> beMadeOnlyByTheirOwnRoom() {
        return new ArchCondition<>("be made only by their own room") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getConstructors().stream()
                        .filter(constructor -> constructor.getModifiers().contains(JavaModifier.PUBLIC))
                        .forEach(constructor ->
                                events.add(SimpleConditionEvent.violated(type, constructor.getDescription())));
            }
        };
    }

    private static String[] rooms(String... names) {
        return Stream.of(names).map(name -> ROOT + name + "..").toArray(String[]::new);
    }

    private static ArchCondition<JavaClass> knowNoOtherFeature() {
        return new ArchCondition<>("know no other feature") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> isFeature(dependency.getTargetClass())
                                && !dependency.getTargetClass().getPackage().equals(type.getPackage()))
                        .forEach(dependency ->
                                events.add(SimpleConditionEvent.violated(type, dependency.getDescription())));
            }
        };
    }

    private static boolean isFeature(JavaClass type) {
        return Set.of(FEATURES).contains(type.getPackageName().replace(ROOT, ""));
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
