/**
 * What this member holds of alerts, as lists and as one alert with all that is known about it. Reads the event table and
 * the stored bytes; decides nothing.
 */
@NullMarked
package org.tocsin.gateway.alert;

import org.jspecify.annotations.NullMarked;
