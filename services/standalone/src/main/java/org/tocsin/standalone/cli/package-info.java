/**
 * What every command shares: {@link org.tocsin.standalone.cli.Arguments} with their checks, and {@link
 * org.tocsin.standalone.cli.CannotRun}, the one way a command says in a sentence why it does not run. Touches nothing
 * but text.
 */
@NullMarked
package org.tocsin.standalone.cli;

import org.jspecify.annotations.NullMarked;
