/**
 * The embedded default: the whole exchange by one command, on a real broker and a real database, without Docker. This
 * root package only reads the command and hands it to a room: {@code exchange} starts and stops the parts, {@code
 * firststart} makes what must exist before (keys, directory, topics, databases), {@code feed} posts a public catalogue to
 * a running exchange, {@code cli} knows arguments and refusals. Gateway and coordinator are started as they are, through
 * the same variables their own processes read; there is no second version of anything here.
 */
@NullMarked
package org.tocsin.standalone;

import org.jspecify.annotations.NullMarked;
