/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The account of a broker's administrator, as the broker keeps it beside its data. */
record Administrator(Map<String, Object> client) {

    private static final Pattern PASSWORD = Pattern.compile(" password=\"([^\"]+)\"");

    static Administrator of(Path brokerData) {
        Map<String, Object> client = new HashMap<>();
        try {
            for (String line : Files.readAllLines(brokerData.resolve("admin.properties"))) {
                client.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new Administrator(client);
    }

    String address() {
        return text("bootstrap.servers");
    }

    String password() {
        Matcher login = PASSWORD.matcher(text("sasl.jaas.config"));
        if (!login.find()) {
            throw new IllegalStateException("The administrator has no password");
        }
        return login.group(1);
    }

    /** These settings of a client beside those that let the administrator in. */
    Map<String, Object> with(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(client);
        all.putAll(settings);
        return all;
    }

    private String text(String name) {
        return Objects.requireNonNull(client.get(name)).toString();
    }
}
