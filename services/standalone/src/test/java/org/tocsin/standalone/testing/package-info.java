/** The standalone as its users meet it: a process with a command line, an exit code and doors. */
@NullMarked
package org.tocsin.standalone.testing;

import org.jspecify.annotations.NullMarked;
