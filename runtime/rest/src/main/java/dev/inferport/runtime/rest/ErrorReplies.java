package dev.inferport.runtime.rest;

import dev.inferport.runtime.api.InferenceException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a failure into an answer; the one place that knows which status a failure has. */
final class ErrorReplies {

    private static final Logger log = LoggerFactory.getLogger(ErrorReplies.class);

    /** What clients of a proxy know as "client closed request"; it is seen in logs only. */
    private static final HttpResponseStatus CLIENT_CLOSED_REQUEST =
            HttpResponseStatus.valueOf(499, "Client Closed Request");

    private static final String RETRY_AFTER_SECONDS = "1";

    private final MetadataWriter writer;

    ErrorReplies(MetadataWriter writer) {
        this.writer = writer;
    }

    RestResponse reply(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof InferenceException inference) {
            return reply(status(inference.reason()), message(inference));
        }
        if (cause instanceof RestException rest) {
            return reply(rest.status(), message(rest));
        }
        log.error("event=request_failed reason=\"{}\"", cause.toString(), cause);
        return reply(HttpResponseStatus.INTERNAL_SERVER_ERROR, "the server failed to answer; its log says why");
    }

    RestResponse wrongMethod(HttpMethod method, String allowed) {
        String message = "method: " + method + " (expected: " + allowed + ")";
        return reply(HttpResponseStatus.METHOD_NOT_ALLOWED, message).with(HttpHeaderNames.ALLOW, allowed);
    }

    private RestResponse reply(HttpResponseStatus status, String message) {
        RestResponse reply = writer.error(message).with(status);
        boolean transientFailure = status.equals(HttpResponseStatus.SERVICE_UNAVAILABLE)
                || status.equals(HttpResponseStatus.TOO_MANY_REQUESTS);
        return transientFailure ? reply.with(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_SECONDS) : reply;
    }

    private static HttpResponseStatus status(InferenceException.Reason reason) {
        return switch (reason) {
            case INVALID_ARGUMENT -> HttpResponseStatus.BAD_REQUEST;
            case MODEL_NOT_FOUND -> HttpResponseStatus.NOT_FOUND;
            case FAILED_PRECONDITION -> HttpResponseStatus.UNPROCESSABLE_ENTITY;
            case NOT_READY -> HttpResponseStatus.SERVICE_UNAVAILABLE;
            case OVERLOADED -> HttpResponseStatus.TOO_MANY_REQUESTS;
            case DEADLINE_EXCEEDED -> HttpResponseStatus.GATEWAY_TIMEOUT;
            case CANCELLED -> CLIENT_CLOSED_REQUEST;
            case UNIMPLEMENTED -> HttpResponseStatus.NOT_IMPLEMENTED;
            case INTERNAL -> HttpResponseStatus.INTERNAL_SERVER_ERROR;
        };
    }

    private static String message(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isEmpty() ? failure.getClass().getSimpleName() : message;
    }
}
