package dev.inferport.runtime.rest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;

/** Makes the message that goes out: framing and connection headers are set here and nowhere else. */
final class HttpMessages {

    /** Of a request whose method is not known; it is answered with a body. */
    static final HttpMethod UNKNOWN_METHOD = HttpMethod.POST;

    private HttpMessages() {}

    /** The start of a response whose body follows piece by piece; without chunks the end of the connection ends it. */
    static HttpResponse head(RestResponse response, boolean chunked, boolean keepAlive) {
        HttpHeaders headers = response.headers()
                .copy()
                .set(HttpHeaderNames.CONNECTION, keepAlive ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
        if (chunked) {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        return new DefaultHttpResponse(HttpVersion.HTTP_1_1, response.status(), headers);
    }

    static FullHttpResponse of(HttpMethod method, RestResponse response, boolean keepAlive) {
        HttpHeaders headers = response.headers()
                .copy()
                .set(HttpHeaderNames.CONTENT_LENGTH, response.body().readableBytes())
                .set(HttpHeaderNames.CONNECTION, keepAlive ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
        ByteBuf body = method.equals(HttpMethod.HEAD) ? Unpooled.EMPTY_BUFFER : response.body();
        return new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, response.status(), body, headers, EmptyHttpHeaders.INSTANCE);
    }
}
