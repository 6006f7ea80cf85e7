/**
 * How a service carries signed messages between Kafka and its own PostgreSQL. Stands on {@code protocol}, knows neither
 * gateway nor coordinator, and is the only place where either meets a Kafka client.
 *
 * <p>{@code inbound} brings verified batches in and keeps their positions beside the data; {@code outbound} sends;
 * {@code store} shares commits. This root package holds the settings they have in common.
 */
@NullMarked
package org.tocsin.transport;

import org.jspecify.annotations.NullMarked;
