package dev.inferport.runtime.core;

import dev.inferport.runtime.api.MLModel;
import java.util.concurrent.atomic.AtomicBoolean;

/** The right to use a model, which stays loaded until the lease is closed. */
public final class ModelLease implements AutoCloseable {

    private final ServedModel served;
    private final AtomicBoolean closed = new AtomicBoolean();

    ModelLease(ServedModel served) {
        this.served = served;
    }

    public MLModel model() {
        return served.model();
    }

    /** Where requests to the model wait. */
    ModelQueue queue() {
        return served.queue();
    }

    /** What the model has answered before. */
    ResponseCache.ModelAnswers answers() {
        return served.answers();
    }

    /** Gives the model back; a second call does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            served.release();
        }
    }
}
