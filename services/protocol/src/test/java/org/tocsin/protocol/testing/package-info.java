/**
 * Example keys, directory records and messages that every module's tests share (the module publishes them as a
 * test-jar). {@link org.tocsin.protocol.testing.Examples} is the only door; nothing here is used by main code.
 */
@NullMarked
package org.tocsin.protocol.testing;

import org.jspecify.annotations.NullMarked;
