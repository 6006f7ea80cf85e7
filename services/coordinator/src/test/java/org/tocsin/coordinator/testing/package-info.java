/**
 * What the coordinator's tests share: an {@link org.tocsin.coordinator.testing.Exchange} of sample members on a real broker
 * and database around one coordinator, and {@link org.tocsin.coordinator.testing.Inbounds}, messages as a batch brings them.
 */
@NullMarked
package org.tocsin.coordinator.testing;

import org.jspecify.annotations.NullMarked;
