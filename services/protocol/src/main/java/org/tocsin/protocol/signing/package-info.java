/**
 * Signatures: {@link org.tocsin.protocol.signing.SignedMessage} is the bytes that travel,
 * {@link org.tocsin.protocol.signing.Signer} makes them, {@link org.tocsin.protocol.signing.Verifier} judges them against
 * the directory. Compact JWS (RFC 7515) with Ed25519 (RFC 8037, RFC 9864) or ES256, payload attached. Nothing else in the
 * exchange touches cryptography.
 */
@NullMarked
package org.tocsin.protocol.signing;

import org.jspecify.annotations.NullMarked;
