package dev.inferport.runtime.rest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import java.util.Optional;

/**
 * One answer, without what the connection adds to it. The body is on the heap and needs no release.
 *
 * @param headers those that are neither about framing nor about the connection
 * @param body all of it, unless there are events
 * @param events what follows the headers piece by piece
 */
record RestResponse(HttpResponseStatus status, HttpHeaders headers, ByteBuf body, Optional<EventStream> events) {

    static RestResponse empty() {
        return new RestResponse(HttpResponseStatus.OK, newHeaders(), Unpooled.EMPTY_BUFFER, Optional.empty());
    }

    /** Server-sent events, which no cache on the way may hold back. */
    static RestResponse events(EventStream events) {
        HttpHeaders headers = newHeaders()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream")
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_CACHE);
        return new RestResponse(HttpResponseStatus.OK, headers, Unpooled.EMPTY_BUFFER, Optional.of(events));
    }

    static RestResponse json(ByteBuf body) {
        return typed("application/json", body);
    }

    static RestResponse binary(ByteBuf body) {
        return typed("application/octet-stream", body);
    }

    RestResponse with(HttpResponseStatus newStatus) {
        return new RestResponse(newStatus, headers, body, events);
    }

    RestResponse with(CharSequence name, String value) {
        HttpHeaders copy = headers.copy().set(name, value);
        return new RestResponse(status, copy, body, events);
    }

    /** Says that the response depends on one more header of the request. */
    RestResponse varying(String name) {
        HttpHeaders copy = headers.copy().add(HttpHeaderNames.VARY, name);
        return new RestResponse(status, copy, body, events);
    }

    /**
     * This response with headers that a model has set, as far as they don't concern the connection or the body.
     *
     * @throws IllegalArgumentException for a name or a value that HTTP can't carry
     */
    RestResponse with(Map<String, String> modelHeaders) {
        if (modelHeaders.isEmpty()) {
            return this;
        }
        HttpHeaders copy = headers.copy();
        modelHeaders.forEach((name, value) -> {
            if (!ReservedHeaders.contains(name)) {
                copy.set(name, value);
            }
        });
        return new RestResponse(status, copy, body, events);
    }

    RestResponse encoded(String coding, ByteBuf encodedBody) {
        HttpHeaders copy = headers.copy().set(HttpHeaderNames.CONTENT_ENCODING, coding);
        return new RestResponse(status, copy, encodedBody, events);
    }

    static RestResponse typed(String contentType, ByteBuf body) {
        return new RestResponse(
                HttpResponseStatus.OK,
                newHeaders().set(HttpHeaderNames.CONTENT_TYPE, contentType),
                body,
                Optional.empty());
    }

    private static HttpHeaders newHeaders() {
        return DefaultHttpHeadersFactory.headersFactory().newHeaders();
    }
}
