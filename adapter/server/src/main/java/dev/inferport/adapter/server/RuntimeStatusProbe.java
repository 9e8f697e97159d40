package dev.inferport.adapter.server;

import dev.inferport.adapter.lifecycle.ModelLifecycle;
import dev.inferport.adapter.lifecycle.RuntimePurge.Outcome;
import dev.inferport.wire.mmesh.RuntimeStatusResponse;
import dev.inferport.wire.mmesh.RuntimeStatusResponse.MethodInfo;
import dev.inferport.wire.mmesh.RuntimeStatusResponse.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what the mesh asks while it starts. READY promises that nothing is loaded, so each question purges the
 * runtime and the disk; questions that come while a purge is under way share it. An answer is always given within the
 * patience, STARTING if need be: the mesh would not survive an expired deadline.
 */
final class RuntimeStatusProbe {

    private static final Logger log = LoggerFactory.getLogger(RuntimeStatusProbe.class);

    private static final List<String> METHODS = List.of("ModelInfer", "ModelMetadata", "ModelReady");
    private static final String SERVICE = "inference.GRPCInferenceService/";
    private static final int MODEL_NAME_FIELD = 1;

    private final SharedAnswer<Outcome> purge;
    private final MeshLimits limits;
    private final String defaultVersion;
    private final Duration patience;

    // Guarded by this.
    private Outcome last = new Outcome.NotYet("the mesh has not asked for the status yet");

    /** @param defaultVersion reported where the runtime has none */
    RuntimeStatusProbe(ModelLifecycle models, MeshLimits limits, String defaultVersion, Duration patience) {
        this.purge = new SharedAnswer<>(models::purge);
        this.limits = limits;
        this.defaultVersion = defaultVersion;
        this.patience = patience;
    }

    CompletableFuture<RuntimeStatusResponse> probe() {
        return purge.ask()
                .exceptionally(failure -> new Outcome.NotYet("the purge failed: " + failure))
                .completeOnTimeout(
                        new Outcome.NotYet("emptying the runtime takes longer than " + patience.toMillis() + " ms"),
                        patience.toMillis(),
                        TimeUnit.MILLISECONDS)
                .thenApply(this::answer);
    }

    /** What the last answer was based on. */
    synchronized Outcome last() {
        return last;
    }

    private RuntimeStatusResponse answer(Outcome outcome) {
        note(outcome);
        if (outcome instanceof Outcome.Empty empty) {
            return ready(empty.runtimeVersion().isEmpty() ? defaultVersion : empty.runtimeVersion());
        }
        var status = outcome instanceof Outcome.Impossible ? Status.FAILING : Status.STARTING;
        return RuntimeStatusResponse.newBuilder().setStatus(status).build();
    }

    private RuntimeStatusResponse ready(String version) {
        var injection =
                MethodInfo.newBuilder().addIdInjectionPath(MODEL_NAME_FIELD).build();
        var response = RuntimeStatusResponse.newBuilder()
                .setStatus(Status.READY)
                .setCapacityInBytes(limits.sizes().capacityBytes())
                .setMaxLoadingConcurrency(limits.loadingConcurrency())
                .setModelLoadingTimeoutMs((int) limits.loadTimeout().toMillis())
                .setDefaultModelSizeInBytes(limits.sizes().defaultBytes())
                .setRuntimeVersion(version)
                .setLimitModelConcurrency(limits.perModelConcurrency() > 0);
        METHODS.forEach(method -> response.putMethodInfos(SERVICE + method, injection));
        return response.build();
    }

    private synchronized void note(Outcome outcome) {
        if (!outcome.equals(last)) {
            log.info("event=runtime_status outcome=\"{}\"", outcome);
            last = outcome;
        }
    }
}
