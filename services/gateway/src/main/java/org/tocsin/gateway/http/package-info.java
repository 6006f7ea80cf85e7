/**
 * How this gateway refuses: {@link org.tocsin.gateway.http.ProblemType} is the closed list of problem types (RFC 9457),
 * {@link org.tocsin.gateway.http.Problems} the one place that renders them, and the filters that turn away requests
 * before any feature sees them; {@link org.tocsin.gateway.http.Connections} holds for what is not even a request yet.
 * Knows no feature.
 */
@NullMarked
package org.tocsin.gateway.http;

import org.jspecify.annotations.NullMarked;
