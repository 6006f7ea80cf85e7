/**
 * The one place where integration tests choose the real broker and database they run on: containers where a Docker
 * engine answers, the embedded ones otherwise. It goes into the test jar, knows nothing of alerts, topics or tables, and
 * tests of every module meet it only through {@code RealParts}.
 */
@NullMarked
package org.tocsin.embedded.testing;

import org.jspecify.annotations.NullMarked;
