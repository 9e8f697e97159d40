package dev.inferport.adapter.lifecycle;

import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** Turns the runtime's gRPC statuses into {@link LoadException}s that keep code and text. */
final class RuntimeErrors {

    private RuntimeErrors() {}

    /** @param failed what could not be done, such as {@code "load Model"} */
    static LoadException of(String failed, StatusRuntimeException failure) {
        return new LoadException(
                reason(failure.getStatus().getCode()),
                "Failed to " + failed + " due to MLServer runtime error: " + text(failure.getStatus()),
                failure);
    }

    private static String text(Status status) {
        var description = status.getDescription();
        return description == null || description.isEmpty()
                ? status.getCode().name()
                : status.getCode() + ": " + description;
    }

    private static Reason reason(Status.Code code) {
        return switch (code) {
            case INVALID_ARGUMENT, OUT_OF_RANGE -> Reason.INVALID_ARGUMENT;
            case NOT_FOUND -> Reason.NOT_FOUND;
            case ALREADY_EXISTS -> Reason.ALREADY_EXISTS;
            case PERMISSION_DENIED, UNAUTHENTICATED -> Reason.PERMISSION_DENIED;
            case RESOURCE_EXHAUSTED -> Reason.RESOURCE_EXHAUSTED;
            case FAILED_PRECONDITION, UNIMPLEMENTED -> Reason.FAILED_PRECONDITION;
            case UNAVAILABLE, ABORTED -> Reason.UNAVAILABLE;
            case CANCELLED -> Reason.CANCELLED;
            case DEADLINE_EXCEEDED -> Reason.DEADLINE_EXCEEDED;
            case INTERNAL, DATA_LOSS -> Reason.INTERNAL;
            case OK, UNKNOWN -> Reason.UNKNOWN;
        };
    }
}
