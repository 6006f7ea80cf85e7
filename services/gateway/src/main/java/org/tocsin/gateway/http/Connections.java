/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.http;

import io.netty.channel.ChannelPipeline;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.stereotype.Component;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/** What holds for a connection before any filter sees a request of it: how long one may take, and how a refusal looks. */
@Component
class Connections implements NettyServerCustomizer {

    private final Duration limit;
    private final BareAnswers bareAnswers = new BareAnswers();

    Connections(@Value("${tocsin.gateway.request-timeout:PT15S}") Duration limit) {
        this.limit = limit;
    }

    @Override
    public HttpServer apply(HttpServer server) {
        return server.doOnChannelInit((observer, channel, address) -> watch(channel.pipeline()));
    }

    private void watch(ChannelPipeline pipeline) {
        RequestDeadline deadline = new RequestDeadline(limit);
        pipeline.addBefore(NettyPipeline.HttpCodec, "tocsin.firstByte", deadline.firstByte());
        pipeline.addAfter(NettyPipeline.HttpCodec, "tocsin.deadline", deadline);
        pipeline.addAfter("tocsin.deadline", "tocsin.bareAnswers", bareAnswers);
    }
}
