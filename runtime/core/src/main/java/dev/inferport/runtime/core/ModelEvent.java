package dev.inferport.runtime.core;

import dev.inferport.runtime.api.InferenceException.Reason;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The end of a load or an unload.
 *
 * @param model which version of which; where the settings of a model can't be read, its name alone
 * @param failure why it failed; empty = it succeeded
 * @param nanos how long it took, in nanoseconds
 * @param bytes of memory that the model holds after a load, where it knows; empty after a failure or an unload
 */
public record ModelEvent(ModelKey model, Optional<Reason> failure, long nanos, OptionalLong bytes) {

    static ModelEvent succeeded(ModelKey model, long nanos, OptionalLong bytes) {
        return new ModelEvent(model, Optional.empty(), nanos, bytes);
    }

    static ModelEvent failed(ModelKey model, Throwable failure, long nanos) {
        return new ModelEvent(model, Optional.of(ModelFailure.reason(failure)), nanos, OptionalLong.empty());
    }
}
