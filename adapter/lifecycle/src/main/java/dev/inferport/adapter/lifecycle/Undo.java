package dev.inferport.adapter.lifecycle;

import dev.inferport.adapter.storage.ModelId;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be taken back if the work of a {@code try} block does not come to its end. Steps run in reverse order of
 * registration; one that fails is logged and does not keep the others from running.
 */
final class Undo implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Undo.class);

    /** One step back. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    private final ModelId id;
    private final Deque<Step> steps = new ArrayDeque<>();

    Undo(ModelId id) {
        this.id = id;
    }

    void onFailure(Step step) {
        steps.push(step);
    }

    /** The work is done and stays. */
    void forget() {
        steps.clear();
    }

    @Override
    public void close() {
        while (!steps.isEmpty()) {
            try {
                steps.pop().run();
            } catch (Exception e) {
                log.warn("event=undo_step_failed model=\"{}\" error=\"{}\"", id, e.toString());
            }
        }
    }
}
