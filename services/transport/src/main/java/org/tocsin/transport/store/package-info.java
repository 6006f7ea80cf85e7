/**
 * What both services do with their own PostgreSQL: concurrent requests share a commit
 * ({@link org.tocsin.transport.store.BatchWriter}), rows travel as arrays
 * ({@link org.tocsin.transport.store.Binding}), failures are told apart by whether waiting cures them
 * ({@link org.tocsin.transport.store.SqlFailure}). Knows no message.
 */
@NullMarked
package org.tocsin.transport.store;

import org.jspecify.annotations.NullMarked;
