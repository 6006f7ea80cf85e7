/**
 * Who asks: bearer tokens, the roles they carry, and the filter that lets nobody unknown near {@code /v1}. Knows no
 * feature.
 */
@NullMarked
package org.tocsin.gateway.access;

import org.jspecify.annotations.NullMarked;
