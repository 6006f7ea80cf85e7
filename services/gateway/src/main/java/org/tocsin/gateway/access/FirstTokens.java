/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.event.Self;
import org.tocsin.protocol.json.WireJson;
import org.tocsin.protocol.release.Reader;
import org.tocsin.transport.KeyFiles;

/**
 * Makes the first tokens of a new gateway and writes them, once, to a file of mode 600. The file comes first: a crash
 * between the two is healed by storing what the file says.
 */
@Component
class FirstTokens implements InitializingBean {

    private static final Logger log = LoggerFactory.getLogger(FirstTokens.class);
    private static final Map<String, First> FIRST = new LinkedHashMap<>();

    static {
        FIRST.put("cert", new First(Role.CERT, Reader.machine()));
        FIRST.put("operator", new First(Role.OPERATOR, Reader.person(false)));
        FIRST.put("officer", new First(Role.OFFICER, Reader.person(true)));
        FIRST.put("officer2", new First(Role.OFFICER, Reader.person(true)));
        FIRST.put("admin", new First(Role.ADMIN, Reader.person(false)));
        FIRST.put("auditor", new First(Role.AUDITOR, Reader.person(false)));
    }

    private final Tokens tokens;
    private final Self self;
    private final Path file;

    FirstTokens(Tokens tokens, Self self, @Value("${tocsin.gateway.credentials-file}") Path file) {
        this.tokens = tokens;
        this.self = self;
        this.file = file;
    }

    private record First(Role role, Reader reader) {}

    /** The file's form. */
    record Credentials(String code, Map<String, String> tokens) {}

    @Override
    public void afterPropertiesSet() throws IOException {
        if (!tokens.isEmpty()) {
            return;
        }
        if (!Files.exists(file)) {
            KeyFiles.writeSecret(file, WireJson.MAPPER.writeValueAsString(fresh()));
            log.info("The first access tokens are in {}", file);
        }
        Credentials credentials = WireJson.MAPPER.readValue(Files.readAllBytes(file), Credentials.class);
        FIRST.forEach((name, first) -> store(name, first, credentials.tokens().get(name)));
    }

    // A file of an older version names fewer.
    private void store(String name, First first, @Nullable String token) {
        if (token != null) {
            tokens.store(token, name, Set.of(first.role()), first.reader());
        }
    }

    private Credentials fresh() {
        Map<String, String> issued = new LinkedHashMap<>();
        FIRST.keySet().forEach(name -> issued.put(name, tokens.issue()));
        return new Credentials(self.member().code(), issued);
    }
}
