package dev.inferport.runtime.rest;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;

/**
 * A request that has arrived completely.
 *
 * @param target as in the request line, not decoded
 * @param body as sent, perhaps compressed
 */
record ReceivedRequest(HttpMethod method, String target, HttpHeaders headers, RequestBody body) {}
