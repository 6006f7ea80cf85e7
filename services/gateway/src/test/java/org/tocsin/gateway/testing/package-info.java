/** A real gateway in a test's own process: real HTTP, real broker, real database; the test plays the coordinator. */
@NullMarked
package org.tocsin.gateway.testing;

import org.jspecify.annotations.NullMarked;
