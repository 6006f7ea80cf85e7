/**
 * JSON as the exchange reads and writes it: strict and bounded where strangers post
 * ({@link org.tocsin.protocol.json.StrictJson}), tolerant of newer fields where signed messages arrive
 * ({@link org.tocsin.protocol.json.WireJson}). Knows no message.
 */
@NullMarked
package org.tocsin.protocol.json;

import org.jspecify.annotations.NullMarked;
