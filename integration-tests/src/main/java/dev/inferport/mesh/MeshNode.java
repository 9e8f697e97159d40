package dev.inferport.mesh;

import dev.inferport.wire.mmesh.ModelInfo;
import dev.inferport.wire.mmesh.ModelStatusInfo;
import dev.inferport.wire.mmesh.ModelStatusInfo.ModelCopyInfo;
import dev.inferport.wire.mmesh.ModelStatusInfo.ModelStatus;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registered models of the node and the copies it has of them. Owned by the node's loop; failures are
 * {@code StatusRuntimeException}s with the code and text that ModelMesh's callers get.
 */
final class MeshNode {

    private static final Logger log = LoggerFactory.getLogger(MeshNode.class);

    private static final String LOCATION = "embedded-mesh";

    private final RuntimeParameters parameters;
    private final InstantSource clock;
    private final Duration failureExpiry;
    private final boolean separateServing;
    private final Map<String, ModelRecord> models = new HashMap<>();
    private final ModelCache cache;
    private final ModelLoads loads;

    MeshNode(RuntimeDriver runtime, RuntimeParameters parameters, NodeLoop loop, MeshConfig config) {
        this.parameters = parameters;
        this.clock = config.clock();
        this.failureExpiry = config.failureExpiry();
        this.separateServing = !config.serving().equals(config.runtime());
        this.cache = new ModelCache(parameters.cacheCapacity());
        this.loads = new ModelLoads(runtime, parameters, loop, config.timing(), clock, cache);
    }

    InstantSource clock() {
        return clock;
    }

    Duration failureExpiry() {
        return failureExpiry;
    }

    MethodPolicy methods() {
        return parameters.methods();
    }

    /** The registration of a model, if there is one. */
    Optional<ModelRecord> find(String id) {
        return Optional.ofNullable(models.get(id));
    }

    /** Adds a model, or returns the same one that is registered already. */
    ModelRecord register(String id, ModelInfo info, boolean autoDelete, Instant lastUsed) {
        var known = models.get(id);
        if (known == null) {
            log.info("event=model_registered model=\"{}\" type={} path=\"{}\"", id, info.getType(), info.getPath());
            var added = new ModelRecord(id, info, autoDelete, lastUsed);
            models.put(id, added);
            return added;
        }
        if (!known.info().equals(info)) {
            throw Status.ALREADY_EXISTS
                    .withDescription("Model already exists with different attribute values")
                    .asRuntimeException();
        }
        known.usedAt(lastUsed);
        return known;
    }

    /** Removes a model and takes it out of the runtime; nothing happens where the id is unknown. */
    void unregister(String id) {
        var record = models.get(id);
        if (record == null) {
            return;
        }
        if (record.isReferred()) {
            throw Status.FAILED_PRECONDITION
                    .withDescription("Model " + id + " has referents")
                    .asRuntimeException();
        }
        log.info("event=model_unregistered model=\"{}\"", id);
        models.remove(id);
        cache.get(id).ifPresent(loads::remove);
    }

    /** Ends a vmodel's reference to a model. */
    void release(ModelRecord record) {
        if (record.release()) {
            unregister(record.id());
        }
    }

    /** Loads a registered model unless it is there, on its way, or failed not long ago. */
    CompletableFuture<ModelCopy> ensureLoaded(String id) {
        return obtain(id, failureExpiry, false);
    }

    /** A usable copy for a request; loads the model first if need be. */
    CompletableFuture<ModelCopy> acquire(String id) {
        find(id).ifPresent(record -> record.usedAt(clock.instant()));
        return obtain(id, failureExpiry.dividedBy(2), true);
    }

    private CompletableFuture<ModelCopy> obtain(String id, Duration expiry, boolean forRequest) {
        var record = models.get(id);
        if (record == null) {
            return failed(Status.NOT_FOUND.withDescription("model not found"));
        }
        var failure = record.failure().filter(latest -> latest.standsFor(expiry, clock.instant()));
        if (failure.isPresent()) {
            return failed(Status.INTERNAL.withDescription(failure.get().text()));
        }
        var copy = cache.get(id).orElseGet(() -> loads.begin(record));
        if (forRequest) {
            copy.awaited();
        }
        cache.touch(copy, record.lastUsed());
        return copy.ready();
    }

    /** The runtime answered that it does not have this copy. */
    void lost(ModelCopy copy) {
        loads.lost(copy, separateServing);
    }

    boolean isLoaded(String id) {
        return cache.get(id).filter(ModelCopy::isUsable).isPresent();
    }

    ModelStatusInfo status(String id) {
        var record = models.get(id);
        if (record == null) {
            return info(ModelStatus.NOT_FOUND).build();
        }
        var copy = cache.get(id);
        if (copy.isPresent()) {
            return describe(copy.get());
        }
        return record.failure()
                .filter(latest -> latest.standsFor(failureExpiry, clock.instant()))
                .map(latest -> failedInfo(latest.text()))
                .orElseGet(() -> info(ModelStatus.NOT_LOADED).build());
    }

    /** The status to report for a load that just ended without a model. */
    static ModelStatusInfo failedInfo(String text) {
        return info(ModelStatus.LOADING_FAILED).addErrors(text).build();
    }

    MeshState state() {
        var weights = new LinkedHashMap<String, Long>();
        cache.copies().forEach(copy -> weights.put(copy.id(), copy.weight()));
        return new MeshState(
                parameters.capacity(), parameters.unloadBuffer(), cache.weight(), loads.unloadingWeight(), weights);
    }

    private static ModelStatusInfo describe(ModelCopy copy) {
        var status = copy.isUsable() ? ModelStatus.LOADED : ModelStatus.LOADING;
        return info(status)
                .addModelCopyInfos(ModelCopyInfo.newBuilder()
                        .setLocation(LOCATION)
                        .setCopyStatus(status)
                        .setTime(copy.since().toEpochMilli()))
                .build();
    }

    private static ModelStatusInfo.Builder info(ModelStatus status) {
        return ModelStatusInfo.newBuilder().setStatus(status);
    }

    private static CompletableFuture<ModelCopy> failed(Status status) {
        return CompletableFuture.failedFuture(status.asRuntimeException());
    }
}
