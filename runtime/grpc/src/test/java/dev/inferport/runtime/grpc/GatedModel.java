package dev.inferport.runtime.grpc;

import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.ResponseOutput;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Waits at a gate in load and in predict; the test holds the gates. Echoes. */
public final class GatedModel extends MLModel {

    private static final ConcurrentMap<String, Gates> GATES = new ConcurrentHashMap<>();

    /** What a test holds of a model. */
    static final class Gates {
        final Semaphore load = new Semaphore(0);
        final Semaphore predict = new Semaphore(0);
        final AtomicInteger predicts = new AtomicInteger();
        final Semaphore started = new Semaphore(0);
    }

    public GatedModel(ModelSettings settings) {
        super(settings);
    }

    /** The gates of the model of that name; new where the test has asked for none before. */
    static Gates gates(String name) {
        return GATES.computeIfAbsent(name, created -> new Gates());
    }

    @Override
    public boolean load() throws InterruptedException {
        return gates(name()).load.tryAcquire(20, TimeUnit.SECONDS);
    }

    @Override
    public InferenceResponse predict(InferenceRequest request) throws InterruptedException {
        Gates gates = gates(name());
        gates.predicts.incrementAndGet();
        gates.started.release();
        if (!gates.predict.tryAcquire(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("nobody opened the gate");
        }
        return InferenceResponse.of(request.inputs().stream()
                .map(input -> new ResponseOutput(input.name(), input.tensor()))
                .toList());
    }
}
