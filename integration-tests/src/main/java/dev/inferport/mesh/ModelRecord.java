package dev.inferport.mesh;

import dev.inferport.wire.mmesh.ModelInfo;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A registered model. Owned by the node's loop. */
final class ModelRecord {

    private final String id;
    private final ModelInfo info;
    private final boolean autoDelete;
    private int references;
    private Instant lastUsed;
    private @Nullable LoadFailure failure;

    ModelRecord(String id, ModelInfo info, boolean autoDelete, Instant lastUsed) {
        this.id = id;
        this.info = info;
        this.autoDelete = autoDelete;
        this.lastUsed = lastUsed;
    }

    String id() {
        return id;
    }

    ModelInfo info() {
        return info;
    }

    Instant lastUsed() {
        return lastUsed;
    }

    void usedAt(Instant time) {
        if (time.isAfter(lastUsed)) {
            lastUsed = time;
        }
    }

    Optional<LoadFailure> failure() {
        return Optional.ofNullable(failure);
    }

    void failed(LoadFailure latest) {
        failure = latest;
    }

    void forgetFailure() {
        failure = null;
    }

    boolean isReferred() {
        return references > 0;
    }

    void refer() {
        references++;
    }

    /** Ends one vmodel's reference; true where the model lived only for its vmodels and this was the last. */
    boolean release() {
        references--;
        return references == 0 && autoDelete;
    }
}
