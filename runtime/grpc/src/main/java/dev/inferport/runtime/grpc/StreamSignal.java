package dev.inferport.runtime.grpc;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import dev.inferport.runtime.core.Call;
import java.util.function.BooleanSupplier;

/** Where the thread of a stream waits, for its client or for the end of the call. Safe for any thread. */
final class StreamSignal {

    private final Call call;

    StreamSignal(Call call) {
        this.call = call;
    }

    /**
     * Returns when {@code condition} holds.
     *
     * @param condition becomes true only where {@link #changed()} is called afterwards
     * @throws InferenceException where the call has ended, or the server ends meanwhile
     */
    synchronized void await(BooleanSupplier condition) {
        call.requireActive();
        while (!condition.getAsBoolean()) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InferenceException(Reason.NOT_READY, "the server is shutting down", e);
            }
            call.requireActive();
        }
    }

    /** Lets whoever waits look again. */
    synchronized void changed() {
        notifyAll();
    }
}
