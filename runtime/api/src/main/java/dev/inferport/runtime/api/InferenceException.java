package dev.inferport.runtime.api;

/**
 * A request, a load or an unload that ends without a result. The message reaches the client as it is, so it is a
 * sentence that names the value, what was expected, and where there is one the remedy.
 *
 * <p>An exception of any other type that leaves a model is answered as {@link Reason#INTERNAL}.
 */
public final class InferenceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why there is no result. The gRPC and HTTP codes are those that the fronts answer with. */
    public enum Reason {
        /** The request is wrong and will stay so: INVALID_ARGUMENT, 400. */
        INVALID_ARGUMENT,
        /** The model is not loaded: NOT_FOUND, 404. A mesh evicts a model on this answer; use it for nothing else. */
        MODEL_NOT_FOUND,
        /** The model can't be used in the state it is in: FAILED_PRECONDITION, 422. */
        FAILED_PRECONDITION,
        /** The model is there but not ready; the client may try again: UNAVAILABLE, 503. */
        NOT_READY,
        /** A limit on concurrent or queued requests is reached; the client may try again: RESOURCE_EXHAUSTED, 429. */
        OVERLOADED,
        /** The request's deadline passed before it had a result: DEADLINE_EXCEEDED, 504. */
        DEADLINE_EXCEEDED,
        /** The caller went away: CANCELLED, 499. */
        CANCELLED,
        /** The model does not offer what was asked: UNIMPLEMENTED, 501. */
        UNIMPLEMENTED,
        /** Anything else: INTERNAL, 500. */
        INTERNAL
    }

    private final Reason reason;

    /** The request is wrong: {@link Reason#INVALID_ARGUMENT}. This is the one that model authors need most. */
    public InferenceException(String message) {
        this(Reason.INVALID_ARGUMENT, message);
    }

    public InferenceException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public InferenceException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
