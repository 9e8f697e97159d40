package dev.inferport.runtime.api;

/** Takes the responses of a stream, in order. For use by one thread at a time. */
public interface ResponseSink {

    /**
     * Sends one response; waits while the client is slower than the model.
     *
     * @throws InferenceException (CANCELLED or DEADLINE_EXCEEDED) where the client is gone; let it pass
     */
    void send(InferenceResponse response);
}
