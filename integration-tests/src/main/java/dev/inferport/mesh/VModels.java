package dev.inferport.mesh;

import dev.inferport.wire.mmesh.ModelInfo;
import dev.inferport.wire.mmesh.ModelStatusInfo;
import dev.inferport.wire.mmesh.ModelStatusInfo.ModelStatus;
import dev.inferport.wire.mmesh.SetVModelRequest;
import dev.inferport.wire.mmesh.VModelStatusInfo;
import dev.inferport.wire.mmesh.VModelStatusInfo.VModelStatus;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The aliases of the node. When an alias is aimed at another model while its present one is loaded, that one serves
 * until the new one is loaded too; if that load fails, the alias stays where it is. Owned by the node's loop.
 */
final class VModels {

    private static final Logger log = LoggerFactory.getLogger(VModels.class);

    private static final String DEFAULT_OWNER = "default";

    private final MeshNode node;
    private final NodeLoop loop;
    private final Map<String, VModelRecord> vmodels = new HashMap<>();

    VModels(MeshNode node, NodeLoop loop) {
        this.node = node;
        this.loop = loop;
    }

    boolean isDefined(String id) {
        return vmodels.containsKey(id);
    }

    /** The model that answers for an alias now. */
    String resolve(String id) {
        var vmodel = vmodels.get(id);
        if (vmodel == null) {
            throw error(Status.NOT_FOUND, "vmodel not found");
        }
        return vmodel.active().id();
    }

    /**
     * Creates an alias or aims it at another model; with {@code sync} completes when the change has ended either way.
     */
    CompletableFuture<VModelStatusInfo> set(SetVModelRequest request) {
        require(!request.getVModelId().isEmpty(), Status.INVALID_ARGUMENT, "Must provide vModelId");
        require(
                !request.getTargetModelId().isEmpty(),
                Status.INVALID_ARGUMENT,
                "Must provide target modelId for vmodel " + request.getVModelId());
        var known = Optional.ofNullable(vmodels.get(request.getVModelId()));
        checkExpectations(request, known);
        var target = target(request);
        var settled = known.map(vmodel -> aim(vmodel, target, request)).orElseGet(() -> create(target, request));
        var answer = request.getSync() ? settled : CompletableFuture.<Void>completedFuture(null);
        return answer.handle((nothing, failure) -> status(request.getVModelId(), ""));
    }

    void delete(String id, String owner) {
        var vmodel = vmodels.get(id);
        if (vmodel == null || !vmodel.isOwnedBy(owner)) {
            return;
        }
        vmodels.remove(id);
        if (vmodel.inTransition()) {
            node.release(vmodel.target());
        }
        node.release(vmodel.active());
        log.info("event=vmodel_deleted vmodel=\"{}\"", id);
    }

    VModelStatusInfo status(String id, String owner) {
        var vmodel = vmodels.get(id);
        if (vmodel == null || !vmodel.isOwnedBy(owner)) {
            return VModelStatusInfo.getDefaultInstance();
        }
        var info = VModelStatusInfo.newBuilder()
                .setStatus(statusOf(vmodel))
                .setActiveModelId(vmodel.active().id())
                .setTargetModelId(vmodel.target().id())
                .setActiveModelStatus(node.status(vmodel.active().id()))
                .setOwner(vmodel.owner());
        if (vmodel.inTransition()) {
            info.setTargetModelStatus(targetStatus(vmodel));
        }
        return info.build();
    }

    private static void checkExpectations(SetVModelRequest request, Optional<VModelRecord> known) {
        var id = request.getVModelId();
        var expected = request.getExpectedTargetModelId();
        var aimsAtExpected = expected.isEmpty() || expected.equals(request.getTargetModelId());
        if (known.isEmpty()) {
            require(!request.getUpdateOnly(), Status.NOT_FOUND, "vmodel " + id + " not found");
            require(aimsAtExpected, Status.FAILED_PRECONDITION, "vmodel " + id + " not found");
            return;
        }
        var present = known.get().target().id();
        require(
                known.get().isOwnedBy(request.getOwner()),
                Status.ALREADY_EXISTS,
                "vmodel " + id + " already exists with different owner \""
                        + known.get().owner() + "\"");
        require(
                expected.isEmpty()
                        || expected.equals(present)
                        || request.getTargetModelId().equals(present),
                Status.FAILED_PRECONDITION,
                "Existing target model " + present + " does not match expected " + expected);
    }

    private ModelRecord target(SetVModelRequest request) {
        var id = request.getTargetModelId();
        if (request.getModelInfo().equals(ModelInfo.getDefaultInstance())) {
            return node.find(id).orElseThrow(() -> error(Status.NOT_FOUND, "Target model " + id + " not found"));
        }
        return node.register(
                id, request.getModelInfo(), request.getAutoDeleteTargetModel(), firstUse(request.getLoadNow()));
    }

    private CompletableFuture<Void> create(ModelRecord target, SetVModelRequest request) {
        target.refer();
        vmodels.put(
                request.getVModelId(),
                new VModelRecord(request.getOwner().isEmpty() ? DEFAULT_OWNER : request.getOwner(), target));
        log.info("event=vmodel_created vmodel=\"{}\" model=\"{}\"", request.getVModelId(), target.id());
        return load(target, request);
    }

    private CompletableFuture<Void> aim(VModelRecord vmodel, ModelRecord target, SetVModelRequest request) {
        if (vmodel.target() != target) {
            retarget(vmodel, target);
        }
        if (!vmodel.inTransition()) {
            return load(target, request);
        }
        var active = vmodel.active().id();
        if (request.getForce() || !node.isLoaded(active) || node.isLoaded(target.id())) {
            arrive(request.getVModelId(), vmodel);
            return load(target, request);
        }
        return move(request.getVModelId(), vmodel);
    }

    private void retarget(VModelRecord vmodel, ModelRecord target) {
        var previous = vmodel.target();
        var wasInTransition = vmodel.inTransition();
        if (target != vmodel.active()) {
            target.refer();
            target.usedAt(vmodel.active().lastUsed());
        }
        vmodel.aim(target);
        if (wasInTransition) {
            node.release(previous);
        }
    }

    /** Loads the target, then lets it take over; a failure is tried again when it is no longer remembered. */
    private CompletableFuture<Void> move(String id, VModelRecord vmodel) {
        var target = vmodel.target();
        return node.ensureLoaded(target.id()).handle((copy, failure) -> {
            if (vmodels.get(id) != vmodel || vmodel.target() != target || !vmodel.inTransition()) {
                return null;
            }
            if (failure == null) {
                arrive(id, vmodel);
            } else {
                log.warn("event=vmodel_stuck vmodel=\"{}\" target=\"{}\"", id, target.id());
                vmodel.markFailed();
                loop.schedule(node.failureExpiry(), () -> moveAgain(id, vmodel, target));
            }
            return null;
        });
    }

    private void moveAgain(String id, VModelRecord vmodel, ModelRecord target) {
        if (vmodels.get(id) == vmodel && vmodel.target() == target && vmodel.inTransition()) {
            var unused = move(id, vmodel);
        }
    }

    private void arrive(String id, VModelRecord vmodel) {
        var previous = vmodel.active();
        vmodel.arrive();
        log.info(
                "event=vmodel_moved vmodel=\"{}\" model=\"{}\"",
                id,
                vmodel.active().id());
        node.release(previous);
    }

    private CompletableFuture<Void> load(ModelRecord model, SetVModelRequest request) {
        return request.getLoadNow()
                ? node.ensureLoaded(model.id()).thenApply(copy -> null)
                : CompletableFuture.completedFuture(null);
    }

    private Instant firstUse(boolean loadNow) {
        return node.clock().instant().minus(loadNow ? Duration.ofHours(1) : Duration.ofHours(6));
    }

    private static VModelStatus statusOf(VModelRecord vmodel) {
        if (!vmodel.inTransition()) {
            return VModelStatus.DEFINED;
        }
        return vmodel.targetFailed() ? VModelStatus.TRANSITION_FAILED : VModelStatus.TRANSITIONING;
    }

    private ModelStatusInfo targetStatus(VModelRecord vmodel) {
        var status = node.status(vmodel.target().id());
        var shown = vmodel.targetFailed() ? ModelStatus.LOADING_FAILED : ModelStatus.LOADING;
        return status.toBuilder().setStatus(shown).build();
    }

    private static void require(boolean holds, Status status, String text) {
        if (!holds) {
            throw error(status, text);
        }
    }

    private static RuntimeException error(Status status, String text) {
        return status.withDescription(text).asRuntimeException();
    }
}
