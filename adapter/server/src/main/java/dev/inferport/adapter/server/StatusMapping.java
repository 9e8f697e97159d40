package dev.inferport.adapter.server;

import dev.inferport.adapter.storage.LoadException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the mesh is told about a failure: the one place where {@link LoadException} becomes a gRPC status. A status of
 * another {@code ModelRuntime} passes as it is.
 */
final class StatusMapping {

    private static final Logger log = LoggerFactory.getLogger(StatusMapping.class);

    private StatusMapping() {}

    static StatusRuntimeException toGrpc(Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof LoadException refused) {
            return code(refused.reason()).withDescription(refused.sentence()).asRuntimeException();
        }
        if (cause instanceof StatusRuntimeException other) {
            return other;
        }
        log.error("event=unexpected_failure", cause);
        return Status.INTERNAL
                .withDescription("The adapter has a defect: " + cause)
                .asRuntimeException();
    }

    private static Status code(LoadException.Reason reason) {
        return switch (reason) {
            case INVALID_ARGUMENT -> Status.INVALID_ARGUMENT;
            case NOT_FOUND -> Status.NOT_FOUND;
            case PERMISSION_DENIED -> Status.PERMISSION_DENIED;
            case RESOURCE_EXHAUSTED -> Status.RESOURCE_EXHAUSTED;
            case UNAVAILABLE -> Status.UNAVAILABLE;
            case CANCELLED -> Status.CANCELLED;
            case DEADLINE_EXCEEDED -> Status.DEADLINE_EXCEEDED;
            case FAILED_PRECONDITION -> Status.FAILED_PRECONDITION;
            case ALREADY_EXISTS -> Status.ALREADY_EXISTS;
            case INTERNAL -> Status.INTERNAL;
            case UNKNOWN -> Status.UNKNOWN;
        };
    }
}
