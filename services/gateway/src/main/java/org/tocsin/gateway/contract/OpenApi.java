/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.contract;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;
import org.tocsin.protocol.Digest;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/** The description of all operations, as it was written and as JSON; read once, at start. */
@Component
final class OpenApi {

    private static final String RESOURCE = "openapi.yaml";

    private final byte[] yaml;
    private final byte[] json;
    private final String version;

    OpenApi() throws IOException {
        try (InputStream in = OpenApi.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IOException(RESOURCE + " was not packaged");
            }
            this.yaml = in.readAllBytes();
        }
        Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(new String(yaml, StandardCharsets.UTF_8));
        this.json = JsonMapper.shared().writeValueAsBytes(tree);
        this.version = Digest.sha256(yaml).hex();
    }

    byte[] yaml() {
        return yaml;
    }

    byte[] json() {
        return json;
    }

    /** Another one for another document. */
    String version() {
        return version;
    }
}
