/**
 * A transport to test: a real database with the transport's tables, a member with real topics, and a handler that keeps
 * what it hears.
 */
@NullMarked
package org.tocsin.transport.testing;

import org.jspecify.annotations.NullMarked;
