/**
 * What the gateway says of its own state: liveness is the process, readiness is whether a POST can be accepted, and the
 * group {@code exchange} tells people about link, backlog, listeners and quarantine; it never steers a load balancer.
 */
@NullMarked
package org.tocsin.gateway.health;

import org.jspecify.annotations.NullMarked;
