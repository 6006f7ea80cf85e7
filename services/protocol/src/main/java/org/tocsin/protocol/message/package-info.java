/**
 * What is said across the exchange: {@link org.tocsin.protocol.message.Alert},
 * {@link org.tocsin.protocol.message.Answer}, {@link org.tocsin.protocol.message.Receipt} and
 * {@link org.tocsin.protocol.message.Notice}, and {@link org.tocsin.protocol.message.MessageCodec}, which turns them
 * into the bytes that are signed and back. A message here is only words: whether it is genuine is decided in
 * {@code signing}, whether it may travel in {@code release}.
 */
@NullMarked
package org.tocsin.protocol.message;

import org.jspecify.annotations.NullMarked;
