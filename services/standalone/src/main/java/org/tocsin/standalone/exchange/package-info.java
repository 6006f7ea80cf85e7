/**
 * Starting and stopping the parts in their order: broker and database, then coordinator and gateways, and back. Each
 * service is told where the others are by the variables its own configuration file names. What is shown to the user
 * afterwards (members, tokens, lines to try) is made here too.
 */
@NullMarked
package org.tocsin.standalone.exchange;

import org.jspecify.annotations.NullMarked;
