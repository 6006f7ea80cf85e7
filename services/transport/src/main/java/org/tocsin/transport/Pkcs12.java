/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.signing.SigningKey;

/**
 * A signing key in a PKCS#12 store: {@code signing.p12} with its password in {@code signing.password} beside it, both of
 * mode 600. Its self-signed certificate only says whose key it is; what is believed of it the directory says.
 */
final class Pkcs12 {

    private static final String ENDING = ".p12";
    private static final String ALIAS = "signing";
    private static final int PASSWORD_BYTES = 24;
    private static final Pattern OWNER = Pattern.compile("CN=([a-z][a-z0-9-]{1,15})");
    private static final SecureRandom RANDOM = new SecureRandom();

    private Pkcs12() {}

    static boolean isOne(Path file) {
        return file.getFileName().toString().endsWith(ENDING);
    }

    /** A file's name without its ending. */
    static String bare(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    static SigningKey read(Path file) throws IOException {
        try {
            char[] password = Files.readString(password(file)).strip().toCharArray();
            KeyStore store = KeyStore.getInstance(file.toFile(), password);
            String alias = store.aliases().nextElement();
            Certificate certificate = store.getCertificate(alias);
            PrivateKey key = (PrivateKey) store.getKey(alias, password);
            return SigningKey.of(owner(certificate, file), certificate.getPublicKey(), key);
        } catch (GeneralSecurityException | RuntimeException unreadable) {
            throw new IOException("not a store with one signing key: " + file, unreadable);
        }
    }

    // The password first: a store without one is of no use, and a password without a store is harmless.
    static void write(SigningKey key, Path file) throws IOException {
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        byte[] random = new byte[PASSWORD_BYTES];
        RANDOM.nextBytes(random);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(password(file));
        Files.deleteIfExists(beside);
        KeyFiles.writeSecret(password(file), password + "\n");
        KeyFiles.writeSecret(beside, store(key, password.toCharArray()));
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static byte[] store(SigningKey key, char[] password) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            Certificate[] chain = {SelfSigned.certificate(key.owner(), key.publicKey(), key.privateKey(), null)};
            store.setKeyEntry(ALIAS, key.privateKey(), password, chain);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            store.store(bytes, password);
            return bytes.toByteArray();
        } catch (GeneralSecurityException missing) {
            throw new IOException("the key cannot be put into a store", missing);
        }
    }

    private static Path password(Path file) {
        return file.resolveSibling(bare(file.getFileName().toString()) + ".password");
    }

    private static Member owner(Certificate certificate, Path file) throws IOException {
        String subject =
                ((X509Certificate) certificate).getSubjectX500Principal().getName();
        Matcher form = OWNER.matcher(subject);
        if (!form.matches()) {
            throw new IOException("the certificate names no member: " + file);
        }
        return new Member(form.group(1));
    }
}
