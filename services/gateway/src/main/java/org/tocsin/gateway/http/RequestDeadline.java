/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * One connection's clock: from the first byte of a request it has so long to be there to its last, however little it
 * sends at a time. Whoever is too slow is answered 408 where nothing has been answered yet, and the connection closed.
 * An upload by line has no such end; whoever reads it watches for silence.
 *
 * <p>Stands behind the codec, with {@link #firstByte()} before it. Everything happens on the connection's own thread.
 */
final class RequestDeadline extends ChannelDuplexHandler {

    private final Duration limit;
    private @Nullable Future<?> clock;
    private boolean isArriving;
    private boolean hasHead;
    private boolean isAnswering;
    private int unanswered;

    RequestDeadline(Duration limit) {
        this.limit = limit;
    }

    /** Sees the bytes from which the codec makes requests. */
    ChannelHandler firstByte() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object bytes) {
                begin(context);
                context.fireChannelRead(bytes);
            }
        };
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            // In one piece with the request before it, or not: its bytes have begun to come.
            begin(context);
            hasHead = true;
            unanswered++;
            if (isByLine(request)) {
                stop();
            }
        }
        if (message instanceof LastHttpContent) {
            isArriving = false;
            hasHead = false;
            stop();
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response
                && response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
            isAnswering = true;
        }
        if (message instanceof LastHttpContent && isAnswering) {
            isAnswering = false;
            unanswered--;
            restart(context);
        }
        context.write(message, promise);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stop();
        context.fireChannelInactive();
    }

    private void begin(ChannelHandlerContext context) {
        if (!isArriving) {
            isArriving = true;
            restart(context);
        }
    }

    // What was answered before it was all there, an upload too, has no more time than any other.
    private void restart(ChannelHandlerContext context) {
        if (isArriving && clock == null) {
            clock = context.executor().schedule(() -> expire(context), limit.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void stop() {
        if (clock != null) {
            clock.cancel(false);
            clock = null;
        }
    }

    private void expire(ChannelHandlerContext context) {
        boolean isNext = unanswered == (hasHead ? 1 : 0);
        if (isNext && !isAnswering) {
            context.pipeline()
                    .context(this)
                    .writeAndFlush(BareAnswers.answer(ProblemType.REQUEST_TIMEOUT))
                    .addListener(ChannelFutureListener.CLOSE);
            return;
        }
        context.close();
    }

    private static boolean isByLine(HttpRequest request) {
        String type = request.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
        return type.regionMatches(
                        true, 0, MediaType.APPLICATION_NDJSON_VALUE, 0, MediaType.APPLICATION_NDJSON_VALUE.length())
                && request.uri().startsWith(RequestGuard.BY_LINE);
    }
}
