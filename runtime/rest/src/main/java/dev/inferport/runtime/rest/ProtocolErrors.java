package dev.inferport.runtime.rest;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

/** What is wrong with bytes that are not HTTP. */
final class ProtocolErrors {

    private ProtocolErrors() {}

    static RestException of(Throwable decoderFailure) {
        if (decoderFailure instanceof TooLongHttpLineException) {
            return new RestException(HttpResponseStatus.REQUEST_URI_TOO_LONG, "the request line is too long");
        }
        if (decoderFailure instanceof TooLongHttpHeaderException) {
            return new RestException(HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the headers are too large");
        }
        return new RestException(HttpResponseStatus.BAD_REQUEST, "this is not an HTTP/1.1 request");
    }
}
