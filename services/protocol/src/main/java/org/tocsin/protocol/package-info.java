/**
 * The words states exchange: who ({@link org.tocsin.protocol.Member}), what about
 * ({@link org.tocsin.protocol.AlertId}), how fast ({@link org.tocsin.protocol.Precedence}), for whose eyes
 * ({@link org.tocsin.protocol.Label}) and by which road ({@link org.tocsin.protocol.Topics}).
 *
 * <p>Everything below this package is pure: no Spring, no I/O, no clock of its own. This root package knows none of its
 * subpackages.
 */
@NullMarked
package org.tocsin.protocol;

import org.jspecify.annotations.NullMarked;
