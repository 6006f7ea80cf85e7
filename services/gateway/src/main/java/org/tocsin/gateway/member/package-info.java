/** Who else is in the exchange, as the directory says, and how old that word is. */
@NullMarked
package org.tocsin.gateway.member;

import org.jspecify.annotations.NullMarked;
