package dev.inferport.runtime.rest;

import io.netty.handler.codec.http.HttpResponseStatus;

/** A request that fails for reasons of HTTP, before the runtime is asked. */
final class RestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient HttpResponseStatus status;

    RestException(HttpResponseStatus status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    HttpResponseStatus status() {
        return status;
    }
}
