package dev.inferport.runtime.grpc;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where failures become gRPC statuses. */
final class GrpcStatus {

    private static final Logger log = LoggerFactory.getLogger(GrpcStatus.class);

    private static final String MISSING = "not found";

    private GrpcStatus() {}

    /**
     * The status that a call ends with. What is not an {@link InferenceException} is a defect of the server: it is
     * logged, and the client learns no more than that.
     */
    static Status of(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof InferenceException known) {
            return code(known.reason()).toStatus().withDescription(description(known));
        }
        if (cause instanceof StatusRuntimeException status) {
            return status.getStatus();
        }
        log.error("event=call_failed error=\"{}\"", String.valueOf(cause), cause);
        return Status.INTERNAL.withDescription("internal error; the server's log has the details");
    }

    private static Status.Code code(Reason reason) {
        return switch (reason) {
            case INVALID_ARGUMENT -> Status.Code.INVALID_ARGUMENT;
            case MODEL_NOT_FOUND -> Status.Code.NOT_FOUND;
            case FAILED_PRECONDITION -> Status.Code.FAILED_PRECONDITION;
            case NOT_READY -> Status.Code.UNAVAILABLE;
            case OVERLOADED -> Status.Code.RESOURCE_EXHAUSTED;
            case DEADLINE_EXCEEDED -> Status.Code.DEADLINE_EXCEEDED;
            case CANCELLED -> Status.Code.CANCELLED;
            case UNIMPLEMENTED -> Status.Code.UNIMPLEMENTED;
            case INTERNAL -> Status.Code.INTERNAL;
        };
    }

    /** A mesh takes some texts that end in "not found" for a NOT_FOUND, so only a NOT_FOUND may end like that. */
    private static String description(InferenceException failure) {
        String text = StatusText.bounded(String.valueOf(failure.getMessage()));
        return failure.reason() != Reason.MODEL_NOT_FOUND && text.endsWith(MISSING) ? text + "." : text;
    }
}
