/**
 * What this member holds of alerts: lists that are filtered and searched, one alert with all that is known about it, and
 * the deletion of what an alert said. Reads the event table, its index and the stored bytes; writes only to delete, in one
 * statement of the database's own.
 */
@NullMarked
package org.tocsin.gateway.alert;

import org.jspecify.annotations.NullMarked;
