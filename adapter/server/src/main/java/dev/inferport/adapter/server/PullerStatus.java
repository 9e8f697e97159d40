package dev.inferport.adapter.server;

import dev.inferport.adapter.lifecycle.ModelSlots;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.ModelDirectories;
import dev.inferport.wire.mmesh.RuntimeStatusResponse;
import dev.inferport.wire.mmesh.RuntimeStatusResponse.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the runtime behind a puller for its status. READY promises the mesh that nothing is loaded, so the models of
 * before are unloaded and their files removed first. Any failure of the runtime means STARTING: of some codes the mesh
 * process would die, or never ask again. An answer comes within the patience.
 */
final class PullerStatus {

    private static final Logger log = LoggerFactory.getLogger(PullerStatus.class);

    private final DownstreamRuntime runtime;
    private final ModelDirectories directories;
    private final Duration patience;
    private final SharedAnswer<RuntimeStatusResponse> shared;

    private volatile String last = "the mesh has not asked for the status yet";

    PullerStatus(ModelSlots slots, DownstreamRuntime runtime, ModelDirectories directories, Duration patience) {
        this.runtime = runtime;
        this.directories = directories;
        this.patience = patience;
        this.shared = new SharedAnswer<>(() -> slots.alone(token -> ask()));
    }

    CompletableFuture<RuntimeStatusResponse> probe() {
        return shared.ask()
                .exceptionally(failure -> starting(failure.toString()))
                .completeOnTimeout(starting(), patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean isReady() {
        return last.equals(Status.READY.name());
    }

    /** What the last answer was, or why there was none. */
    String last() {
        return last;
    }

    private RuntimeStatusResponse ask() {
        try {
            var status = runtime.status();
            if (status.getStatus() == Status.READY) {
                empty();
            }
            note(status.getStatus().name());
            return status;
        } catch (StatusRuntimeException | LoadException e) {
            return starting(String.valueOf(e.getMessage()));
        }
    }

    private void empty() throws LoadException {
        for (var id : directories.plainIds()) {
            runtime.unload(id, patience);
        }
        directories.clear();
    }

    private RuntimeStatusResponse starting(String why) {
        note(why);
        return starting();
    }

    private static RuntimeStatusResponse starting() {
        return RuntimeStatusResponse.newBuilder().setStatus(Status.STARTING).build();
    }

    private void note(String now) {
        if (!now.equals(last)) {
            log.info("event=runtime_status outcome=\"{}\"", now);
            last = now;
        }
    }
}
