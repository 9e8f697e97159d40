package dev.inferport.runtime.rest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;

/**
 * One answer, without what the connection adds to it. The body is on the heap and needs no release.
 *
 * @param headers those that are neither about framing nor about the connection
 */
record RestResponse(HttpResponseStatus status, HttpHeaders headers, ByteBuf body) {

    static RestResponse empty() {
        return new RestResponse(HttpResponseStatus.OK, newHeaders(), Unpooled.EMPTY_BUFFER);
    }

    static RestResponse json(ByteBuf body) {
        return typed("application/json", body);
    }

    static RestResponse binary(ByteBuf body) {
        return typed("application/octet-stream", body);
    }

    RestResponse with(HttpResponseStatus newStatus) {
        return new RestResponse(newStatus, headers, body);
    }

    RestResponse with(CharSequence name, String value) {
        HttpHeaders copy = headers.copy().set(name, value);
        return new RestResponse(status, copy, body);
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
        return new RestResponse(status, copy, body);
    }

    RestResponse encoded(String coding, ByteBuf encodedBody) {
        HttpHeaders copy = headers.copy().set(HttpHeaderNames.CONTENT_ENCODING, coding);
        return new RestResponse(status, copy, encodedBody);
    }

    private static RestResponse typed(String contentType, ByteBuf body) {
        return new RestResponse(
                HttpResponseStatus.OK, newHeaders().set(HttpHeaderNames.CONTENT_TYPE, contentType), body);
    }

    private static HttpHeaders newHeaders() {
        return DefaultHttpHeadersFactory.headersFactory().newHeaders();
    }
}
