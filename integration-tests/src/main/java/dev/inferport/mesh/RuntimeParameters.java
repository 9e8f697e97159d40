package dev.inferport.mesh;

import dev.inferport.wire.mmesh.RuntimeStatusResponse;
import java.time.Duration;

/**
 * What a READY runtime said about itself, checked as ModelMesh checks it.
 *
 * @param capacity units that loaded models and models being unloaded may hold together
 * @param unloadBuffer units of the capacity kept free for models that are being unloaded
 * @param defaultWeight units of a model whose size nobody predicts
 * @param loadingConcurrency loads at a time
 * @param loadingTimeout time of one load, from its start
 * @param limitsConcurrency whether each copy takes only as many calls as its load response said
 * @param methods which methods may be called, and where they carry the model id
 */
record RuntimeParameters(
        long capacity,
        long unloadBuffer,
        long defaultWeight,
        int loadingConcurrency,
        Duration loadingTimeout,
        boolean limitsConcurrency,
        MethodPolicy methods) {

    private static final long LEAST_CAPACITY = Units.of(512L << 20);

    /**
     * Reads a READY answer.
     *
     * @throws MeshStartException where ModelMesh would refuse to start with these figures
     */
    static RuntimeParameters from(RuntimeStatusResponse status) throws MeshStartException {
        var weight = Units.of(status.getDefaultModelSizeInBytes());
        var capacity = status.getCapacityInBytes() / Units.BYTES;
        var concurrency = status.getMaxLoadingConcurrency();
        check(
                weight >= 1,
                "defaultModelSizeInBytes: 0 (expected: at least 1; it is the weight of a model of unknown size)");
        check(concurrency >= 1, "maxLoadingConcurrency: " + concurrency + " (expected: at least 1)");
        check(
                status.getModelLoadingTimeoutMs() >= 100,
                "modelLoadingTimeoutMs: " + status.getModelLoadingTimeoutMs() + " (expected: at least 100)");
        var least = Math.max(2 * weight, Math.min(LEAST_CAPACITY, 10 * weight));
        check(
                capacity >= least,
                "capacityInBytes: " + status.getCapacityInBytes() + " (expected: at least " + least * Units.BYTES
                        + " with a default model size of " + status.getDefaultModelSizeInBytes()
                        + "; give the runtime more memory or declare a smaller default)");
        return new RuntimeParameters(
                capacity,
                bufferFor(capacity, weight, concurrency),
                weight,
                concurrency,
                Duration.ofMillis(status.getModelLoadingTimeoutMs()),
                status.getLimitModelConcurrency(),
                MethodPolicy.from(status));
    }

    /** Units that models in the cache may hold together. */
    long cacheCapacity() {
        return capacity - unloadBuffer;
    }

    /** Below so many free units the cache counts as full. */
    long fullBelow() {
        return Math.max(defaultWeight, Math.min(defaultWeight * loadingConcurrency, capacity / 20));
    }

    private static long bufferFor(long capacity, long weight, int concurrency) {
        var wanted = concurrency * weight / (concurrency <= 2 ? 2 : 4);
        return Math.max(capacity / 100, Math.min(capacity / 10, wanted));
    }

    private static void check(boolean holds, String sentence) throws MeshStartException {
        if (!holds) {
            throw new MeshStartException("The runtime is READY with an unusable " + sentence);
        }
    }
}
