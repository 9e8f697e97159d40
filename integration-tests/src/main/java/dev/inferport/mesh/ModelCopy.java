package dev.inferport.mesh;

import dev.inferport.wire.mmesh.ModelInfo;
import io.grpc.Context;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** The node's copy of a model, from the decision to load it until its unload. Owned by the node's loop. */
final class ModelCopy {

    /** Where a copy is in its life. */
    enum State {
        /** Waits for its predicted size, for memory or for its turn. */
        QUEUED,
        /** Has its slot, while an earlier unload of the same id goes on. */
        STARTING,
        LOADING,
        /** Usable; its size is being asked for, which still holds a loading slot. */
        SIZING,
        LOADED,
        /** No longer in the cache. */
        GONE
    }

    private final ModelRecord record;
    private final CompletableFuture<ModelCopy> ready = new CompletableFuture<>();
    private final CallGate calls = new CallGate();
    private final Context.CancellableContext runtimeCall = Context.ROOT.withCancellation();
    private NodeLoop.Timer timer = () -> {};
    private State state = State.QUEUED;
    private Instant since;
    private Instant lastUsed;
    private boolean awaited;
    private long weight;

    ModelCopy(ModelRecord record, Instant now) {
        this.record = record;
        this.lastUsed = record.lastUsed();
        this.since = now;
    }

    String id() {
        return record.id();
    }

    ModelInfo info() {
        return record.info();
    }

    /** The registration that the copy was made for. */
    ModelRecord record() {
        return record;
    }

    /** Completes when the copy answers requests; fails with the reason why it never will. */
    CompletableFuture<ModelCopy> ready() {
        return ready;
    }

    CallGate calls() {
        return calls;
    }

    /** The context of loadModel and modelSize; cancelling it cancels them. */
    Context.CancellableContext runtimeCall() {
        return runtimeCall;
    }

    State state() {
        return state;
    }

    Instant since() {
        return since;
    }

    void become(State next, Instant now) {
        state = next;
        since = now;
    }

    /** Holds the only timer of the copy; the one before is dropped. */
    void await(NodeLoop.Timer next) {
        timer.cancel();
        timer = next;
    }

    Instant lastUsed() {
        return lastUsed;
    }

    void usedAt(Instant time) {
        if (time.isAfter(lastUsed)) {
            lastUsed = time;
        }
    }

    /** Whether an inference request waits for the load. */
    boolean isAwaited() {
        return awaited;
    }

    void awaited() {
        awaited = true;
    }

    long weight() {
        return weight;
    }

    void weigh(long units) {
        weight = units;
    }

    /** Whether the copy has been usable, at present or before it left the cache. */
    boolean wasUsable() {
        return ready.isDone() && !ready.isCompletedExceptionally();
    }

    /** Whether the copy takes memory of the runtime. */
    boolean occupiesMemory() {
        return state != State.QUEUED && state != State.GONE;
    }

    boolean isUsable() {
        return state == State.SIZING || state == State.LOADED;
    }
}
