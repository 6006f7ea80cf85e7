/**
 * The coordinator's word: {@link org.tocsin.coordinator.notice.Notices} signs what is to be told and sends it into the
 * inboxes of those who may know. It decides nothing, and knows neither dispatch nor deadlines, who bring it their words.
 */
@NullMarked
package org.tocsin.coordinator.notice;

import org.jspecify.annotations.NullMarked;
