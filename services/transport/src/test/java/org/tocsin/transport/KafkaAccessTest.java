/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.transport.KafkaAccess.Protocol;

class KafkaAccessTest {

    private static final String ELSEWHERE = "broker-1.example:9092,broker-2.example:9092";
    private static final String SECRET = "correct \"horse\" \\battery";

    @TempDir
    private Path directory;

    @Test
    void credentialsGoOverTlsByScram() throws IOException {
        Map<String, Object> client = access(Protocol.SASL_SSL, false)
                .settings("gateway-kz", ELSEWHERE)
                .producer();

        assertThat(client)
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry("bootstrap.servers", ELSEWHERE)
                .doesNotContainKey("ssl.truststore.location");
        assertThat(options(client)).containsEntry("username", "kz").containsEntry("password", SECRET);
    }

    @Test
    void passwordIsReadFromItsFileWithoutTheLineEnd() throws IOException {
        Path file = Files.writeString(directory.resolve("kafka.password"), "from a file\n");

        Map<String, Object> client = new KafkaAccess(
                        Protocol.SASL_SSL, "SCRAM-SHA-512", "kz", "", file.toString(), "", false)
                .settings("gateway-kz", ELSEWHERE)
                .admin();

        assertThat(options(client)).containsEntry("password", "from a file");
    }

    @Test
    void brokersAreBelievedByTheGivenAuthoritiesOnly() throws IOException {
        Path ca = Files.writeString(directory.resolve("ca.pem"), "-----BEGIN CERTIFICATE-----");

        Map<String, Object> client = new KafkaAccess(
                        Protocol.SASL_SSL, "SCRAM-SHA-512", "kz", SECRET, "", ca.toString(), false)
                .settings("gateway-kz", ELSEWHERE)
                .admin();

        assertThat(client)
                .containsEntry("ssl.truststore.type", "PEM")
                .containsEntry("ssl.truststore.location", ca.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {ELSEWHERE, "127.0.0.1:9092", "localhost:9092"})
    void aBrokerWithoutCredentialsIsRefusedEverywhere(String brokers) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> access(Protocol.PLAINTEXT, false).settings("gateway-kz", brokers))
                .withMessageContaining("TOCSIN_KAFKA_INSECURE");
    }

    @ParameterizedTest
    @ValueSource(strings = {ELSEWHERE, "127.0.0.1:9092,10.0.0.1:9092", "localhost.example:9092", "127.0.0.1.example:1"})
    void credentialsWithoutEncryptionAreRefusedBeyondThisMachine(String brokers) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> access(Protocol.SASL_PLAINTEXT, false).settings("gateway-kz", brokers))
                .withMessageContaining("SASL_SSL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:9092", "localhost:9092", "[::1]:9092", "127.0.0.1:1, 127.0.0.1:2"})
    void onThisMachineTheyNeedNone(String brokers) throws IOException {
        assertThat(access(Protocol.SASL_PLAINTEXT, false)
                        .settings("gateway-kz", brokers)
                        .admin())
                .containsEntry("security.protocol", "SASL_PLAINTEXT");
    }

    @Test
    void whatIsInsecureCanBeAllowed() throws IOException {
        assertThat(access(Protocol.SASL_PLAINTEXT, true)
                        .settings("gateway-kz", ELSEWHERE)
                        .admin())
                .containsEntry("security.protocol", "SASL_PLAINTEXT");
        assertThat(access(Protocol.PLAINTEXT, true)
                        .settings("gateway-kz", ELSEWHERE)
                        .admin())
                .containsEntry("security.protocol", "PLAINTEXT")
                .doesNotContainKey("sasl.jaas.config");
    }

    @Test
    void aMissingPasswordStopsTheStart() {
        KafkaAccess without = new KafkaAccess(Protocol.SASL_SSL, "SCRAM-SHA-512", "kz", "", "", "", false);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> without.settings("gateway-kz", ELSEWHERE))
                .withMessageContaining("TOCSIN_KAFKA_PASSWORD_FILE");
    }

    @Test
    void aMissingFileStopsTheStartByItsName() {
        KafkaAccess absent =
                new KafkaAccess(Protocol.SASL_SSL, "SCRAM-SHA-512", "kz", "", "/absent/kafka.password", "", false);

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> absent.settings("gateway-kz", ELSEWHERE))
                .withMessageContaining("/absent/kafka.password");
    }

    @Test
    void theUserIsTheServicesOwnUnlessAnotherIsNamed() throws IOException {
        KafkaAccess unnamed = new KafkaAccess(Protocol.SASL_SSL, "SCRAM-SHA-512", "", SECRET, "", "", false);

        assertThat(options(
                        unnamed.orUser("uz").settings("gateway-uz", ELSEWHERE).admin()))
                .containsEntry("username", "uz");
        assertThat(access(Protocol.SASL_SSL, false).orUser("uz").user()).isEqualTo("kz");
    }

    @Test
    void thePasswordIsInNoText() throws IOException {
        KafkaAccess access = access(Protocol.SASL_SSL, false);

        assertThat(access.toString()).doesNotContain("horse");
        assertThat(access.settings("gateway-kz", ELSEWHERE).toString()).doesNotContain("horse");
    }

    private static KafkaAccess access(Protocol protocol, boolean insecure) {
        return new KafkaAccess(protocol, "SCRAM-SHA-512", "kz", SECRET, "", "", insecure);
    }

    /** What Kafka itself reads from the login. */
    private static Map<String, Object> options(Map<String, Object> client) {
        Map<String, ?> login = Map.of("sasl.jaas.config", new Password((String) client.get("sasl.jaas.config")));
        return new HashMap<>(JaasContext.loadClientContext(login)
                .configurationEntries()
                .get(0)
                .getOptions());
    }
}
