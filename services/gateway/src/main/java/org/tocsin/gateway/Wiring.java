/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.io.IOException;
import java.time.Clock;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.tocsin.gateway.access.Limits;
import org.tocsin.gateway.event.Restored;
import org.tocsin.gateway.event.Self;
import org.tocsin.gateway.http.Origin;
import org.tocsin.gateway.reconciliation.Rhythm;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Topics;
import org.tocsin.protocol.signing.Signer;
import org.tocsin.transport.KafkaSettings;
import org.tocsin.transport.KeyFiles;
import org.tocsin.transport.inbound.DirectoryMemory;
import org.tocsin.transport.inbound.DirectoryReader;
import org.tocsin.transport.inbound.Positions;
import org.tocsin.transport.outbound.MessageSender;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The parts that come from transport and the platform. */
@Configuration(proxyBeanMethods = false)
class Wiring {

    private static final int READERS = 8;
    private static final int WAITING_READS = 10_000;

    @Bean
    Clock clock() {
        return Clock.tickMillis(java.time.ZoneOffset.UTC);
    }

    @Bean
    NoArgGenerator ids() {
        return Generators.timeBasedEpochGenerator();
    }

    /** The one scheduler that database reads hop to. */
    @Bean(destroyMethod = "dispose")
    Scheduler readers() {
        return Schedulers.newBoundedElastic(READERS, WAITING_READS, "reader");
    }

    @Bean
    Self self(GatewaySettings settings) {
        return new Self(settings.self());
    }

    /** {@code --restored} on the command line, or TOCSIN_RESTORED. */
    @Bean
    Restored restored(GatewaySettings settings, Environment environment) {
        return new Restored(settings.restored() || environment.containsProperty("restored"));
    }

    @Bean
    Signer signer(GatewaySettings settings, DirectoryReader directory, Clock clock) throws IOException {
        return new Signer(
                KeyFiles.signingKeys(settings.self(), settings.keyFiles(), settings.pkcs11()),
                directory::directory,
                clock);
    }

    @Bean
    KafkaSettings kafkaSettings(GatewaySettings settings) throws IOException {
        return settings.kafkaAccess()
                .orUser(settings.member())
                .settings("gateway-" + settings.member(), settings.kafka());
    }

    @Bean
    MessageSender sender(KafkaSettings kafka, GatewaySettings settings) {
        Set<String> own =
                Set.of(Topics.outbox(settings.self(), Lane.URGENT), Topics.outbox(settings.self(), Lane.ROUTINE));
        return new MessageSender(kafka, own::contains);
    }

    @Bean(initMethod = "start")
    @DependsOnDatabaseInitialization
    DirectoryReader directory(KafkaSettings kafka, GatewaySettings settings, DataSource database, Clock clock)
            throws IOException {
        return new DirectoryReader(kafka, KeyFiles.anchor(settings.anchorFile()), new DirectoryMemory(database), clock);
    }

    @Bean
    Origin origin(GatewaySettings settings) {
        return new Origin(settings.origin());
    }

    @Bean
    Limits limits(GatewaySettings settings) {
        return new Limits(settings.requests(), settings.failures());
    }

    @Bean
    Rhythm rhythm(GatewaySettings settings) {
        return new Rhythm(settings.reconciliation(), settings.reconciliationLag());
    }

    @Bean
    Positions positions(DataSource database) {
        return new Positions(database);
    }
}
