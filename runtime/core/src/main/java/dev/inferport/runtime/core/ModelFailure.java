package dev.inferport.runtime.core;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import dev.inferport.runtime.api.MLModel;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a client's mistake from a model's fault; only the latter is logged with its stack trace. */
final class ModelFailure {

    private static final Logger log = LoggerFactory.getLogger(ModelFailure.class);

    private ModelFailure() {}

    static InferenceException of(MLModel model, Throwable failure) {
        Throwable cause = unwrap(failure);
        if (cause instanceof InferenceException known) {
            return known.reason() == Reason.MODEL_NOT_FOUND ? notOfThisModel(known) : known;
        }
        log.warn("event=predict_failed model={} error=\"{}\"", model.settings(), cause.toString(), cause);
        return new InferenceException(Reason.INTERNAL, describe(cause), cause);
    }

    /** A failure of the server's own, before a model or after it. */
    static InferenceException ofServer(Throwable failure) {
        if (failure instanceof InferenceException known) {
            return known;
        }
        log.error("event=request_failed error=\"{}\"", failure.toString(), failure);
        return new InferenceException(Reason.INTERNAL, "the server failed (" + describe(failure) + ")", failure);
    }

    /** A model that answers is there, whatever it says; a mesh would evict it on MODEL_NOT_FOUND. */
    private static InferenceException notOfThisModel(InferenceException failure) {
        return new InferenceException(Reason.FAILED_PRECONDITION, describe(failure), failure);
    }

    static InferenceException noResponse(MLModel model) {
        log.warn("event=predict_failed model={} error=\"no response\"", model.settings());
        return new InferenceException(Reason.INTERNAL, "model '" + model.name() + "' gave no response");
    }

    /** What kind of failure it is; anything but an {@link InferenceException} is the server's or the model's fault. */
    static Reason reason(Throwable failure) {
        return unwrap(failure) instanceof InferenceException known ? known.reason() : Reason.INTERNAL;
    }

    /** The message of an exception, or its type where it has none. */
    static String describe(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }

    static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
