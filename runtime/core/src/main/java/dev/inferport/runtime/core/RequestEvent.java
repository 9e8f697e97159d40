package dev.inferport.runtime.core;

import dev.inferport.runtime.api.InferenceException.Reason;
import java.util.Optional;

/**
 * The end of one request, or of one stream of requests.
 *
 * @param modelName the name that the client gave; anything at all, and empty for a stream that ended before its first
 *     request
 * @param model the version that answered or would have; empty where none of that name and version is loaded
 * @param id that the client gave
 * @param traceParent of the W3C, as the front has set it
 * @param streamed whether this was a stream
 * @param failure why there is no answer; empty = there is one
 * @param queueNanos from arrival until the model began, or until the failure where it did not; of a stream this
 *     includes the wait for its first request
 * @param predictNanos from then on until the answer; of a stream this includes waits for the client
 */
public record RequestEvent(
        String modelName,
        Optional<ModelKey> model,
        Optional<String> id,
        Optional<String> traceParent,
        boolean streamed,
        Optional<Reason> failure,
        long queueNanos,
        long predictNanos) {

    /** From arrival to answer, in nanoseconds. */
    public long totalNanos() {
        return queueNanos + predictNanos;
    }
}
