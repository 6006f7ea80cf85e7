/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RequestDeadlineTest {

    private static final String WHOLE = "GET / HTTP/1.1\r\n\r\n";

    private final EmbeddedChannel channel = channel();

    private static EmbeddedChannel channel() {
        RequestDeadline deadline = new RequestDeadline(Duration.ofSeconds(15));
        EmbeddedChannel channel = new EmbeddedChannel(deadline.firstByte(), new HttpServerCodec(), deadline);
        channel.freezeTime();
        return channel;
    }

    private void comes(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    private void pass(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    private void answerBegins() {
        channel.writeOutbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
    }

    private String told() {
        StringBuilder told = new StringBuilder();
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            told.append(bytes.toString(StandardCharsets.US_ASCII));
            bytes.release();
        }
        return told.toString();
    }

    @Test
    void headThatTricklesInIsAnswered408AndCutOff() {
        comes("GET / HT");
        pass(10);
        comes("TP/1.1\r\n");
        pass(5);

        assertThat(told()).startsWith("HTTP/1.1 408 ").contains("/problems/request-timeout");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void connectionBetweenRequestsMayBeIdle() {
        comes(WHOLE);
        answerBegins();
        channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
        pass(60);

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void answerMayTakeLongerThanItsRequest() {
        comes(WHOLE);
        answerBegins();
        pass(60);

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void nothingIsSaidInTheMiddleOfAnAnswer() {
        comes(WHOLE);
        answerBegins();
        told();
        comes("GET / HT");
        pass(15);

        assertThat(told()).isEmpty();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void uploadByLineHasNoEndUntilItIsAnswered() {
        comes("POST /v1/alerts HTTP/1.1\r\nContent-Type: application/x-ndjson\r\nContent-Length: 100\r\n\r\n{}");
        pass(60);
        assertThat(channel.isOpen()).isTrue();

        answerBegins();
        channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
        pass(15);
        assertThat(channel.isOpen()).isFalse();
    }
}
