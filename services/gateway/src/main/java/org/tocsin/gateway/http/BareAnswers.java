/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Map;
import org.springframework.http.MediaType;
import org.tocsin.protocol.json.WireJson;

/**
 * Says as a problem what the server refuses by itself, before there is a request that any filter could see: what is no
 * HTTP, or has too long a line or header. The server closes the connection after it.
 */
@ChannelHandler.Sharable
final class BareAnswers extends ChannelOutboundHandlerAdapter {

    private static final Map<Integer, ProblemType> BY_STATUS = Map.of(
            400, ProblemType.MALFORMED_REQUEST,
            413, ProblemType.PAYLOAD_TOO_LARGE,
            414, ProblemType.URI_TOO_LONG,
            431, ProblemType.HEADERS_TOO_LARGE);

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof FullHttpResponse response && isBare(response)) {
            ProblemType type = BY_STATUS.get(response.status().code());
            if (type != null) {
                response.release();
                context.write(answer(type), promise);
                return;
            }
        }
        context.write(message, promise);
    }

    /** A problem as a whole answer, the last of its connection. */
    static FullHttpResponse answer(ProblemType type) {
        byte[] body = WireJson.MAPPER.writeValueAsBytes(Problem.of(new Refused(type), null));
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(type.status()), Unpooled.wrappedBuffer(body));
        HttpHeaders headers = response.headers();
        headers.set(HttpHeaderNames.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return response;
    }

    // Ours name what they hold, and where they hold nothing the client has gone.
    private static boolean isBare(FullHttpResponse response) {
        return !response.content().isReadable() && !response.headers().contains(HttpHeaderNames.CONTENT_TYPE);
    }
}
