package dev.inferport.runtime.core;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.RequestInput;
import java.util.concurrent.CompletableFuture;

/**
 * One request on its way to the model.
 *
 * @param request what is asked
 * @param call whether somebody waits for the answer
 * @param watch takes its times
 * @param answer completed once, with the answer or an {@link InferenceException}
 */
record QueuedRequest(
        InferenceRequest request, Call call, RequestWatch watch, CompletableFuture<InferenceResponse> answer) {

    /** Whether the model's work may begin; where nobody waits any more the request ends here. */
    boolean begin() {
        watch.begin();
        try {
            call.requireActive();
            return true;
        } catch (InferenceException e) {
            fail(e);
            return false;
        }
    }

    /** The bytes of its tensors. */
    long bytes() {
        long bytes = 0;
        for (RequestInput input : request.inputs()) {
            bytes += input.tensor().raw().limit();
        }
        return bytes;
    }

    /** Whether somebody waits for the answer. */
    boolean isActive() {
        return call.isWaiting();
    }

    void fail(InferenceException failure) {
        answer.completeExceptionally(failure);
    }
}
