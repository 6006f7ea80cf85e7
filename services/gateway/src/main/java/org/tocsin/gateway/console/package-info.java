/** The page a person opens: its static files lie in {@code resources/static}; here is what protects it. */
@NullMarked
package org.tocsin.gateway.console;

import org.jspecify.annotations.NullMarked;
