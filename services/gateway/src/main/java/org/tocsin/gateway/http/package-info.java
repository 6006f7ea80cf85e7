/**
 * How this gateway refuses: {@link org.tocsin.gateway.http.ProblemType} is the closed list of problem types (RFC 9457),
 * {@link org.tocsin.gateway.http.Problems} the one place that renders them, and the filters that turn away requests
 * before any feature sees them. Knows no feature.
 */
@NullMarked
package org.tocsin.gateway.http;

import org.jspecify.annotations.NullMarked;
