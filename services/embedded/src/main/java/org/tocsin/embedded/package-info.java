/**
 * A real Kafka broker and a real PostgreSQL server that need nothing installed: the broker runs inside this JVM, the
 * database as a child process unpacked from a Maven artifact, and both keep their data on disk across restarts and
 * crashes. The standalone runs the exchange on them; tests meet them through {@code RealParts} of the test jar. This
 * package knows nothing of alerts, topics or tables, and it is the one place that may touch Kafka's server classes,
 * which are internal to Kafka and may change with its minor releases.
 */
@NullMarked
package org.tocsin.embedded;

import org.jspecify.annotations.NullMarked;
