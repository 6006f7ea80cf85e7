/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.http;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.tocsin.protocol.json.StrictJson;
import reactor.core.publisher.Mono;

/** Turns away, before any feature sees it, a request whose form this gateway does not read. */
@Component
@Order(0)
class RequestGuard implements WebFilter {

    private static final String API = "/v1/";
    // The one path that takes a draft per line; each line has the limit of a body.
    static final String BY_LINE = "/v1/alerts";
    // The one path that takes what another has signed, byte for byte.
    private static final String SIGNED = "/v1/directory/";
    private static final MediaType JOSE = new MediaType("application", "jose");
    private static final List<MediaType> GIVEN =
            List.of(MediaType.APPLICATION_JSON, MediaType.APPLICATION_PROBLEM_JSON, MediaType.TEXT_EVENT_STREAM, JOSE);
    private static final List<MediaType> GIVEN_FOR_LINES =
            List.of(MediaType.APPLICATION_NDJSON, MediaType.APPLICATION_PROBLEM_JSON);
    // Of two different ones somebody would have to choose.
    private static final List<String> ONCE =
            List.of(HttpHeaders.AUTHORIZATION, HttpHeaders.CONTENT_TYPE, HttpHeaders.IF_MATCH, "Idempotency-Key");
    // RFC 9110, 8.4.1: a word for no encoding, which some clients set all the same.
    private static final String PLAIN = "identity";
    private static final Set<HttpMethod> WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (!request.getPath().elements().stream().allMatch(RequestGuard::isPlain)) {
            return Mono.error(new Refused(ProblemType.NOT_FOUND));
        }
        if (!request.getPath().value().startsWith(API)) {
            return chain.filter(exchange);
        }
        exchange.getResponse().getHeaders().setCacheControl("no-store");
        ProblemType problem = problem(request);
        return problem == null ? chain.filter(exchange) : Mono.error(new Refused(problem));
    }

    // Routes match decoded segments without their parameters, filters the raw path: they must be the same.
    private static boolean isPlain(PathContainer.Element element) {
        return !(element instanceof PathContainer.PathSegment segment)
                || segment.valueToMatch().equals(segment.value());
    }

    private static @Nullable ProblemType problem(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        if (!headers.getOrEmpty(HttpHeaders.CONTENT_ENCODING).stream().allMatch(PLAIN::equalsIgnoreCase)) {
            return ProblemType.UNSUPPORTED_ENCODING;
        }
        if (isAmbiguous(request)) {
            return ProblemType.INVALID_PARAMETER;
        }
        boolean byLine = isByLine(request, headers);
        if (!byLine && headers.getContentLength() > StrictJson.MAX_BYTES) {
            return ProblemType.PAYLOAD_TOO_LARGE;
        }
        if (!isAcceptable(headers, byLine ? GIVEN_FOR_LINES : GIVEN)) {
            return ProblemType.NOT_ACCEPTABLE;
        }
        return byLine || isReadable(request, headers) ? null : ProblemType.UNSUPPORTED_MEDIA_TYPE;
    }

    private static boolean isAmbiguous(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        return ONCE.stream().anyMatch(name -> headers.getOrEmpty(name).size() > 1)
                || request.getQueryParams().values().stream().anyMatch(values -> values.size() > 1);
    }

    private static boolean isByLine(ServerHttpRequest request, HttpHeaders headers) {
        try {
            MediaType type = headers.getContentType();
            return type != null
                    && isUtf8(type)
                    && type.equalsTypeAndSubtype(MediaType.APPLICATION_NDJSON)
                    && HttpMethod.POST.equals(request.getMethod())
                    && request.getPath().value().equals(BY_LINE);
        } catch (InvalidMediaTypeException malformed) {
            return false;
        }
    }

    private static boolean isAcceptable(HttpHeaders headers, List<MediaType> given) {
        try {
            List<MediaType> accepted = headers.getAccept();
            return accepted.isEmpty()
                    || accepted.stream().anyMatch(type -> given.stream().anyMatch(type::includes));
        } catch (InvalidMediaTypeException malformed) {
            return false;
        }
    }

    private static boolean isReadable(ServerHttpRequest request, HttpHeaders headers) {
        try {
            MediaType type = headers.getContentType();
            boolean mayLackType = !WITH_BODY.contains(request.getMethod()) || headers.getContentLength() <= 0;
            return type == null ? mayLackType : isReadable(request, type);
        } catch (InvalidMediaTypeException malformed) {
            return false;
        }
    }

    private static boolean isReadable(ServerHttpRequest request, MediaType type) {
        boolean isSigned = HttpMethod.PUT.equals(request.getMethod())
                && request.getPath().value().startsWith(SIGNED);
        return isSigned ? type.equalsTypeAndSubtype(JOSE) : isJson(type);
    }

    private static boolean isJson(MediaType type) {
        return MediaType.APPLICATION_JSON.isCompatibleWith(type) && isUtf8(type);
    }

    private static boolean isUtf8(MediaType type) {
        Charset charset = type.getCharset();
        return charset == null || charset.equals(StandardCharsets.UTF_8);
    }
}
