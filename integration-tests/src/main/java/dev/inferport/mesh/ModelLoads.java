package dev.inferport.mesh;

import dev.inferport.mesh.ModelCopy.State;
import dev.inferport.wire.mmesh.LoadModelResponse;
import io.grpc.Status;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings models into the runtime and takes them out again: predicted size, eviction, turn, load, real size; and for
 * each way in which that ends early, the cancel and the delayed unload. Owned by the node's loop.
 */
final class ModelLoads {

    private static final Logger log = LoggerFactory.getLogger(ModelLoads.class);

    private final RuntimeDriver runtime;
    private final RuntimeParameters parameters;
    private final NodeLoop loop;
    private final MeshTiming timing;
    private final InstantSource clock;
    private final ModelCache cache;
    private final LoadQueue queue;
    private final Unloads unloads;

    ModelLoads(
            RuntimeDriver runtime,
            RuntimeParameters parameters,
            NodeLoop loop,
            MeshTiming timing,
            InstantSource clock,
            ModelCache cache) {
        this.runtime = runtime;
        this.parameters = parameters;
        this.loop = loop;
        this.timing = timing;
        this.clock = clock;
        this.cache = cache;
        this.queue = new LoadQueue(parameters.loadingConcurrency());
        this.unloads = new Unloads(runtime, loop, timing, this::dispatch);
    }

    /** Puts a copy of a model that is not in the cache on its way. */
    ModelCopy begin(ModelRecord record) {
        record.forgetFailure();
        var returned = unloads.reclaim(record.id());
        if (returned.isPresent()) {
            var copy = returned.get();
            copy.become(State.LOADED, clock.instant());
            cache.add(copy);
            evict();
            return copy;
        }
        var copy = new ModelCopy(record, clock.instant());
        cache.add(copy);
        NodeLoop.follow(runtime.predictSize(copy), (size, failure) -> {
            var bytes = failure == null ? size.getSizeInBytes() : 0;
            enqueue(copy, bytes == 0 ? parameters.defaultWeight() : Units.of(bytes));
        });
        return copy;
    }

    /** Takes a copy out of the cache because its model was unregistered. */
    void remove(ModelCopy copy) {
        takeOut(copy, timing.unloadAfterCancelledLoad(), Status.NOT_FOUND.withDescription("model not found"));
    }

    /** Forgets a copy that the runtime does not have, and tells it so where the answer came over another channel. */
    void lost(ModelCopy copy, boolean cleanUp) {
        if (cache.remove(copy)) {
            log.warn("event=model_lost model=\"{}\"", copy.id());
            leave(copy);
            if (cleanUp) {
                unloads.now(copy);
            }
        }
    }

    /** Units of copies that left the cache and are not unloaded yet. */
    long unloadingWeight() {
        return unloads.weight();
    }

    private void enqueue(ModelCopy copy, long weight) {
        if (copy.state() == State.GONE) {
            return;
        }
        if (weight > cache.capacity()) {
            refuse(copy, "Nowhere available to load");
        } else if (isChurning(copy)) {
            refuse(copy, "Cache churn threshold exceeded");
        } else {
            copy.weigh(weight);
            queue.offer(copy);
            copy.await(loop.schedule(
                    timing.patienceForSpace(), () -> refuse(copy, "No memory became free for model " + copy.id())));
            evict();
            dispatch();
        }
    }

    private boolean isChurning(ModelCopy candidate) {
        var free = cache.capacity() - cache.weight();
        var youngest = clock.instant().minus(timing.churnAge(parameters.loadingTimeout()));
        return free < parameters.fullBelow()
                && cache.leastRecentlyUsed()
                        .filter(oldest ->
                                oldest != candidate && oldest.lastUsed().isAfter(youngest))
                        .isPresent();
    }

    /** Starts loads for as long as there are slots and memory, borrowing what the unload buffer has left. */
    private void dispatch() {
        for (var next = queue.take(this::fits); next.isPresent(); next = queue.take(this::fits)) {
            start(next.get());
        }
    }

    private boolean fits(ModelCopy copy) {
        var occupied = cache.copies().stream()
                .filter(ModelCopy::occupiesMemory)
                .mapToLong(ModelCopy::weight)
                .sum();
        return occupied + unloads.weight() + copy.weight() <= parameters.capacity();
    }

    private void start(ModelCopy copy) {
        copy.become(State.STARTING, clock.instant());
        copy.await(loop.schedule(parameters.loadingTimeout(), () -> timeOut(copy)));
        NodeLoop.follow(unloads.ended(copy.id()), (nothing, failure) -> {
            if (copy.state() != State.STARTING) {
                return;
            }
            if (failure == null) {
                load(copy);
            } else {
                fail(copy, LoadFailure.textOf(Status.fromThrowable(failure)));
            }
        });
    }

    private void load(ModelCopy copy) {
        var began = clock.millis();
        copy.become(State.LOADING, clock.instant());
        NodeLoop.follow(runtime.load(copy), (response, failure) -> {
            if (copy.state() != State.LOADING) {
                return;
            }
            if (failure == null) {
                log.info("event=model_loaded model=\"{}\" ms={}", copy.id(), clock.millis() - began);
                finish(copy, response);
            } else {
                fail(copy, LoadFailure.textOf(Status.fromThrowable(failure)));
                unloads.schedule(copy, timing.unloadAfterFailedLoad());
            }
        });
    }

    private void timeOut(ModelCopy copy) {
        var unloadLater = copy.state() == State.LOADING;
        var seconds = parameters.loadingTimeout().toSeconds();
        fail(copy, "TimeoutException: Load of model " + copy.id() + " timed out after " + seconds + "sec");
        if (unloadLater) {
            unloads.schedule(copy, timing.unloadAfterCancelledLoad());
        }
    }

    private void finish(ModelCopy copy, LoadModelResponse response) {
        copy.await(() -> {});
        if (parameters.limitsConcurrency()) {
            copy.calls().limitTo(response.getMaxConcurrency());
        }
        if (response.getSizeInBytes() == 0) {
            copy.become(State.SIZING, clock.instant());
            copy.ready().complete(copy);
            NodeLoop.follow(runtime.modelSize(copy), (size, failure) -> {
                if (copy.state() == State.SIZING) {
                    settle(copy, failure == null ? Units.of(size.getSizeInBytes()) : copy.weight());
                }
            });
        } else {
            settle(copy, Units.of(response.getSizeInBytes()));
        }
    }

    /** The copy has its final weight; requests that wait for it get in before it may have to give way itself. */
    private void settle(ModelCopy copy, long weight) {
        copy.become(State.LOADED, clock.instant());
        copy.weigh(Math.max(1, weight));
        queue.remove(copy);
        copy.ready().complete(copy);
        evict();
        dispatch();
    }

    /** The load ended without a model; remembered for a while. */
    private void fail(ModelCopy copy, String text) {
        log.warn("event=model_load_failed model=\"{}\" reason=\"{}\"", copy.id(), text);
        copy.record().failed(new LoadFailure(text, clock.instant()));
        refuse(copy, text);
    }

    private void refuse(ModelCopy copy, String text) {
        cache.remove(copy);
        leave(copy);
        copy.ready().completeExceptionally(Status.INTERNAL.withDescription(text).asRuntimeException());
    }

    private void evict() {
        for (var victim : cache.evict()) {
            log.info("event=model_evicted model=\"{}\" units={}", victim.id(), victim.weight());
            takeOut(
                    victim,
                    timing.unloadAfterEvictedLoad(),
                    Status.INTERNAL.withDescription("Nowhere available to load"));
        }
    }

    private void takeOut(ModelCopy copy, Duration delayIfLoading, Status reason) {
        var state = copy.state();
        cache.remove(copy);
        leave(copy);
        switch (state) {
            case LOADING -> unloads.schedule(copy, delayIfLoading);
            case SIZING -> unloads.schedule(copy, timing.unloadAfterCancelledSizing());
            case LOADED -> unloads.schedule(copy, timing.unloadAfterRemoval());
            case QUEUED, STARTING, GONE -> {}
        }
        copy.ready().completeExceptionally(reason.asRuntimeException());
    }

    /** Ends whatever is under way for a copy that is no longer in the cache. */
    private void leave(ModelCopy copy) {
        copy.become(State.GONE, clock.instant());
        copy.await(() -> {});
        copy.runtimeCall().cancel(null);
        queue.remove(copy);
        loop.execute(this::dispatch);
    }
}
