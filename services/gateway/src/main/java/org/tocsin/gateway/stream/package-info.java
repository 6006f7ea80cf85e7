/**
 * What a person sees as it happens: {@link org.tocsin.gateway.stream.LiveStream} joins the event table and its newest
 * end by number, without gap or repeat, for one reader; {@link org.tocsin.gateway.stream.StreamController} gives it as
 * server-sent events (WHATWG HTML section 9.2).
 */
@NullMarked
package org.tocsin.gateway.stream;

import org.jspecify.annotations.NullMarked;
