package dev.inferport.runtime.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;
import dev.inferport.runtime.api.Caller;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * A run that ends when nobody waits for it any more, at the next node of the graph. For graphs with loops, which may
 * run for ever. Closed when the run has ended.
 */
final class PatientRun implements AutoCloseable {

    private static final int MILLIS_BETWEEN_LOOKS = 200;

    private final Caller caller;
    private final RunOptions options;
    private final Executor later;

    /** Guarded by this: the options are the library's memory, which is gone with the run. */
    private boolean ended;

    PatientRun(Caller caller) throws OrtException {
        this.caller = caller;
        this.options = new RunOptions();
        this.later = CompletableFuture.delayedExecutor(MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
        later.execute(this::look);
    }

    RunOptions options() {
        return options;
    }

    private synchronized void look() {
        if (ended) {
            return;
        }
        if (caller.isWaiting()) {
            later.execute(this::look);
            return;
        }
        try {
            options.setTerminate(true);
        } catch (OrtException e) {
            later.execute(this::look);
        }
    }

    @Override
    public synchronized void close() {
        ended = true;
        options.close();
    }
}
