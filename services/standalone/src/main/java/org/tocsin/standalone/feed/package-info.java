/**
 * Posts the entries of a public catalogue, CISA's Known Exploited Vulnerabilities, to a running exchange as alerts. Goes
 * through a member's REST door like any CERT's system: nothing here knows the exchange from inside.
 */
@NullMarked
package org.tocsin.standalone.feed;

import org.jspecify.annotations.NullMarked;
