/**
 * The one way out for what is stored of alerts. {@link org.tocsin.gateway.reading.ReadableAlerts} gives one alert, {@link
 * org.tocsin.gateway.reading.ShownEvents} the stream of events, each as far as a {@link
 * org.tocsin.gateway.reading.ReaderAtDoor} may know it by the protocol's release rule. Features that answer a client have
 * what they know of alerts from here and not from {@code event}, whose rows are for the gateway's own decisions; a search
 * asks the index for the labels that are named here. What may not be read is absent, and is found absent in the same way.
 */
@NullMarked
package org.tocsin.gateway.reading;

import org.jspecify.annotations.NullMarked;
