package dev.inferport.mesh;

/**
 * An alias of a model. Owned by the node's loop.
 *
 * <p>Each vmodel holds one reference to its active model and one to its target, where that is another.
 */
final class VModelRecord {

    private final String owner;
    private ModelRecord active;
    private ModelRecord target;
    private boolean targetFailed;

    VModelRecord(String owner, ModelRecord model) {
        this.owner = owner;
        this.active = model;
        this.target = model;
    }

    boolean isOwnedBy(String who) {
        return who.isEmpty() || who.equals(owner);
    }

    String owner() {
        return owner;
    }

    ModelRecord active() {
        return active;
    }

    ModelRecord target() {
        return target;
    }

    boolean inTransition() {
        return active != target;
    }

    boolean targetFailed() {
        return targetFailed;
    }

    void aim(ModelRecord model) {
        target = model;
        targetFailed = false;
    }

    void markFailed() {
        targetFailed = true;
    }

    /** The target takes over. */
    void arrive() {
        active = target;
        targetFailed = false;
    }
}
