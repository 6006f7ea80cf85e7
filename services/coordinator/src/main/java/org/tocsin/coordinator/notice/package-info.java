/**
 * The coordinator's word. A batch leaves what is to be told in {@code Tellings}, {@code Teller} gathers and sends it, and
 * {@link org.tocsin.coordinator.notice.Notices} signs each notice once and puts it into the inboxes of those who may
 * know. It decides nothing, and knows neither dispatch nor deadlines, who bring it their words.
 */
@NullMarked
package org.tocsin.coordinator.notice;

import org.jspecify.annotations.NullMarked;
