/**
 * What must exist before an exchange runs: signing keys, trust anchor, directory file, topics, accounts at the broker and databases. Everything
 * is made where it is missing and left alone where it is there, so the same steps serve a first start, a restart with
 * more members, and the {@code prepare} command against a broker and a database elsewhere.
 */
@NullMarked
package org.tocsin.standalone.firststart;

import org.jspecify.annotations.NullMarked;
