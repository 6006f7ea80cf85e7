/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator;

import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.tocsin.coordinator.directory.Registrar;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Topics;
import org.tocsin.protocol.directory.MemberKey;
import org.tocsin.protocol.signing.Signer;
import org.tocsin.transport.KafkaSettings;
import org.tocsin.transport.KeyFiles;
import org.tocsin.transport.inbound.DirectoryMemory;
import org.tocsin.transport.inbound.DirectoryReader;
import org.tocsin.transport.inbound.Positions;
import org.tocsin.transport.outbound.BrokerClock;
import org.tocsin.transport.outbound.MessageSender;
import org.tocsin.transport.outbound.PartitionCount;

/** The parts that come from transport and the platform. */
@Configuration(proxyBeanMethods = false)
class Wiring {

    /** Decides only when to look at something, never what is late. */
    @Bean
    Clock clock() {
        return Clock.tickMillis(ZoneOffset.UTC);
    }

    @Bean
    Signer signer(CoordinatorSettings settings, DirectoryReader directory, Clock clock) throws IOException {
        return new Signer(
                KeyFiles.signingKeys(Member.COORDINATOR, settings.keyFiles(), settings.pkcs11()),
                directory::directory,
                clock);
    }

    @Bean
    MemberKey anchor(CoordinatorSettings settings) throws IOException {
        return KeyFiles.anchor(settings.anchorFile());
    }

    @Bean
    KafkaSettings kafkaSettings(CoordinatorSettings settings) throws IOException {
        return settings.kafkaAccess().orUser(Member.COORDINATOR.code()).settings("coordinator", settings.kafka());
    }

    @Bean
    MessageSender sender(KafkaSettings kafka) {
        return new MessageSender(kafka, Wiring::isSentTo);
    }

    private static boolean isSentTo(String topic) {
        boolean isInbox = Topics.isInbox(topic) && Topics.owner(topic).isPresent();
        return isInbox || topic.equals(Topics.CLOCK) || topic.equals(Topics.DIRECTORY);
    }

    @Bean
    BrokerClock brokerClock(KafkaSettings kafka, MessageSender sender) {
        return new BrokerClock(kafka, sender);
    }

    @Bean
    PartitionCount partitionCount(CoordinatorSettings settings) {
        return new PartitionCount(settings.partitions());
    }

    /** Waits for the migrations: it begins with what the database remembers. */
    @Bean(initMethod = "start")
    @DependsOnDatabaseInitialization
    DirectoryReader directory(KafkaSettings kafka, MemberKey anchor, DataSource database, Clock clock) {
        return new DirectoryReader(kafka, anchor, new DirectoryMemory(database), clock);
    }

    @Bean
    Positions positions(DataSource database) {
        return new Positions(database);
    }

    @Bean
    Registrar registrar(CoordinatorSettings settings, MemberKey anchor, DirectoryReader directory, MessageSender sender)
            throws IOException {
        Optional<java.nio.file.Path> file = settings.directory();
        return file.isEmpty()
                ? Registrar.ofNothing(directory, sender)
                : Registrar.ofFile(file.get(), anchor, directory, sender);
    }
}
