/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.signing.SigningKey;

/**
 * Signing keys in a hardware module, through the JDK's SunPKCS11: {@code config} is that provider's configuration file,
 * {@code alias} the key's name in the module, or several separated by commas, {@code pinFile} holds the PIN. The private
 * half is never shown to us; it is P-256, since SunPKCS11 knows no Ed25519.
 */
public record Pkcs11(
        @Nullable String config,
        @Nullable String alias,
        @Nullable String pinFile) {

    /** No module. */
    public static final Pkcs11 NONE = new Pkcs11(null, null, null);

    /** Says whether a module is configured. */
    public boolean isThere() {
        return config != null && !config.isBlank();
    }

    /** The owner's keys in the module, in the order of their aliases; none without a module. */
    public List<SigningKey> keys(Member owner) throws IOException {
        if (!isThere()) {
            return List.of();
        }
        try {
            Provider module = module();
            KeyStore store = open(module);
            List<SigningKey> keys = new java.util.ArrayList<>();
            for (String name : aliases()) {
                keys.add(key(owner, store, name, module));
            }
            return List.copyOf(keys);
        } catch (GeneralSecurityException | ProviderException unusable) {
            throw new IOException("the PKCS#11 module of " + config + " cannot be used", unusable);
        }
    }

    /** Makes a key of the first alias in the module, unless it is there, and gives it. */
    public SigningKey make(Member owner) throws IOException {
        try {
            Provider module = module();
            KeyStore store = open(module);
            String name = aliases().get(0);
            if (!store.containsAlias(name)) {
                generate(owner, store, name, module);
            }
            return key(owner, open(module), name, module);
        } catch (GeneralSecurityException | ProviderException unusable) {
            throw new IOException("the PKCS#11 module of " + config + " cannot be used", unusable);
        }
    }

    private static void generate(Member owner, KeyStore store, String name, Provider module)
            throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", module);
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        Certificate[] chain = {SelfSigned.certificate(owner, pair.getPublic(), pair.getPrivate(), module)};
        store.setKeyEntry(name, pair.getPrivate(), null, chain);
    }

    private static SigningKey key(Member owner, KeyStore store, String name, Provider module)
            throws GeneralSecurityException, IOException {
        Certificate certificate = store.getCertificate(name);
        if (certificate == null || !(store.getKey(name, null) instanceof PrivateKey handle)) {
            throw new IOException("the PKCS#11 module has no key with certificate of the alias " + name);
        }
        return SigningKey.inModule(owner, certificate.getPublicKey(), handle, module);
    }

    private Provider module() throws IOException {
        Provider platform = Security.getProvider("SunPKCS11");
        if (platform == null || config == null || !Files.isReadable(Path.of(config))) {
            throw new IOException("there is no PKCS#11 configuration in " + config);
        }
        return platform.configure(config);
    }

    private KeyStore open(Provider module) throws GeneralSecurityException, IOException {
        if (pinFile == null || pinFile.isBlank()) {
            throw new IOException("the PKCS#11 module needs a PIN file");
        }
        KeyStore store = KeyStore.getInstance("PKCS11", module);
        store.load(null, Files.readString(Path.of(pinFile)).strip().toCharArray());
        return store;
    }

    private List<String> aliases() throws IOException {
        if (alias == null || alias.isBlank()) {
            throw new IOException("the PKCS#11 module needs the alias of a key");
        }
        return Arrays.stream(alias.split(",")).map(String::strip).toList();
    }
}
