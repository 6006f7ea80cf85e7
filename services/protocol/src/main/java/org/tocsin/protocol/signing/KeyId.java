/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.signing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.directory.MemberKey;

/** A JWS {@code kid}: {@code <member>/sign/<RFC 7638 thumbprint>}. Never reused. */
public record KeyId(Member owner, String thumbprint) {

    private static final Pattern FORM = Pattern.compile("([a-z][a-z0-9-]{1,15})/sign/([A-Za-z0-9_-]{43})");

    /** The id of a listed key as its own public half gives it (RFC 7638); null when that is none. */
    static @Nullable KeyId of(MemberKey key) {
        try {
            JWK jwk = key.y() == null
                    ? new OctetKeyPair.Builder(Curve.Ed25519, new Base64URL(key.x())).build()
                    : new ECKey.Builder(Curve.P_256, new Base64URL(key.x()), new Base64URL(key.y())).build();
            String owner = key.kid().substring(0, Math.max(0, key.kid().indexOf('/')));
            return parse(owner + "/sign/" + jwk.computeThumbprint()).orElse(null);
        } catch (JOSEException | IllegalStateException | IllegalArgumentException noKey) {
            return null;
        }
    }

    static Optional<KeyId> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches() ? Optional.of(new KeyId(new Member(form.group(1)), form.group(2))) : Optional.empty();
    }

    @Override
    public String toString() {
        return owner.code() + "/sign/" + thumbprint;
    }
}
