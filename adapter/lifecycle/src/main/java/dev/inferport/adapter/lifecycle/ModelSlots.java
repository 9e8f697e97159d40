package dev.inferport.adapter.lifecycle;

import dev.inferport.adapter.storage.Cancellation;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.ModelId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Orders the loads and unloads of all models. The contract:
 *
 * <ul>
 *   <li>For one model at most one piece of work runs at a time, in order of arrival. Work of different models runs side
 *       by side, except that at most {@code loadingConcurrency} loads do; loads beyond that start in the order in which
 *       they became startable. Unloads are not limited.
 *   <li>Nobody waits for a caller: results are futures, completed after the slot has been freed. No method blocks, and
 *       none of the callers' code runs under the lock.
 *   <li>A load whose caller cancels is dropped if it hasn't begun. If it runs, its {@link Cancellation} tells it, and
 *       from that moment it no longer counts against {@code loadingConcurrency}, however long its undo takes; only work
 *       for the same model waits for that.
 *   <li>An unload cancels the loads of the model that came before it, waits for the running one to undo itself, then
 *       runs.
 *   <li>{@link #alone} cancels all loads, waits until nothing runs, then runs while everything that arrives later
 *       waits.
 *   <li>A model without work has no slot: memory is held for models in motion only.
 *   <li>Every future is completed: with the work's result or failure, with CANCELLED for a load that was dropped, with
 *       UNAVAILABLE for what {@link #close} found waiting or what came after it.
 * </ul>
 *
 * <p>Thread-safe. Work runs on the executor, which must not run it on the submitting thread and needs a thread for all
 * that may run at once; a bounded pool with a queue would let models wait for each other.
 */
public final class ModelSlots {

    private final int loadingConcurrency;
    private final ExecutorService executor;

    private final Object lock = new Object();

    // All below is guarded by lock.
    private final Map<ModelId, Slot> slots = new HashMap<>();
    /** Slots whose next work is a load that waits until fewer models are loading. */
    private final Set<Slot> loadLine = new LinkedHashSet<>();
    /** Work that wants to be alone; while there is any, nothing else starts. */
    private final Deque<SlotTask<?>> alone = new ArrayDeque<>();

    private int running;
    private int loading;
    private boolean closed;

    /** The work of one model: what runs, and what waits for it. */
    private static final class Slot {
        private final ModelId id;
        private final Deque<SlotTask<?>> queue = new ArrayDeque<>();
        private @Nullable SlotTask<?> current;

        Slot(ModelId id) {
            this.id = id;
        }
    }

    /**
     * Slots without work.
     *
     * @param executor ended by {@link #close}
     */
    public ModelSlots(int loadingConcurrency, ExecutorService executor) {
        if (loadingConcurrency < 1) {
            throw new IllegalArgumentException("loadingConcurrency: " + loadingConcurrency + " (expected: >= 1)");
        }
        this.loadingConcurrency = loadingConcurrency;
        this.executor = executor;
    }

    /** What a slot is held for; blocks as long as it takes. */
    @FunctionalInterface
    public interface Work<T> {

        /** Does the work; the token of an unload is never cancelled. */
        T run(Cancellation cancellation) throws Exception;
    }

    /**
     * Loads a model when its turn comes.
     *
     * @param caller cancelled when nobody waits for the result any more
     * @param work gets a token that is cancelled with the caller's, by a later unload, and by {@link #close}
     */
    public <T> CompletableFuture<T> load(ModelId id, Cancellation caller, Work<T> work) {
        var task = new SlotTask<>(SlotTask.Kind.LOAD, work);
        submit(id, task);
        task.cancelWith(caller, () -> cancel(id, task));
        return task.outcome();
    }

    /** Unloads a model when its turn comes; earlier loads of the model are cancelled. */
    public <T> CompletableFuture<T> unload(ModelId id, Work<T> work) {
        var task = new SlotTask<>(SlotTask.Kind.UNLOAD, work);
        submit(id, task);
        return task.outcome();
    }

    /** Runs work as an unload does, unless the model has other work already: then nothing happens. */
    public <T> Optional<CompletableFuture<T>> whenIdle(ModelId id, Work<T> work) {
        var task = new SlotTask<>(SlotTask.Kind.UNLOAD, work);
        var idle = new AtomicBoolean();
        change(after -> {
            idle.set(!slots.containsKey(id));
            if (idle.get()) {
                enter(id, task, after);
            }
        });
        return idle.get() ? Optional.of(task.outcome()) : Optional.empty();
    }

    /** Cancels all loads, then runs the work while no other runs. */
    public <T> CompletableFuture<T> alone(Work<T> work) {
        var task = new SlotTask<>(SlotTask.Kind.ALONE, work);
        change(after -> {
            if (closed) {
                after.add(() -> task.fail(stopping()));
                return;
            }
            alone.add(task);
            cancelAllLoads(after);
            advanceAll(after);
        });
        return task.outcome();
    }

    /** How many models have work that runs or waits. */
    public int occupied() {
        synchronized (lock) {
            return slots.size();
        }
    }

    /**
     * Refuses new work, drops what waits, cancels the loads that run, and waits for their undo.
     *
     * @return whether everything ended within the budget
     */
    public boolean close(Duration budget) throws InterruptedException {
        change(after -> {
            closed = true;
            cancelAllLoads(after);
            var waiting = new ArrayList<SlotTask<?>>();
            slots.values().forEach(slot -> waiting.addAll(slot.queue));
            slots.values().forEach(slot -> slot.queue.clear());
            slots.values().removeIf(slot -> slot.current == null);
            alone.stream().filter(task -> !task.started()).forEach(waiting::add);
            alone.removeIf(task -> !task.started());
            waiting.forEach(task -> after.add(() -> task.fail(stopping())));
        });
        executor.shutdown();
        return executor.awaitTermination(budget.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void submit(ModelId id, SlotTask<?> task) {
        change(after -> enter(id, task, after));
    }

    private void enter(ModelId id, SlotTask<?> task, After after) {
        if (closed) {
            after.add(() -> task.fail(stopping()));
            return;
        }
        var slot = slots.computeIfAbsent(id, Slot::new);
        if (!task.isLoad()) {
            cancelLoads(slot, after);
        }
        slot.queue.add(task);
        advance(slot, after);
    }

    /** The caller of a load went away. */
    private void cancel(ModelId id, SlotTask<?> load) {
        change(after -> {
            var slot = slots.get(id);
            if (slot == null) {
                return;
            }
            if (slot.current == load) {
                abandon(load, after);
            } else if (slot.queue.contains(load)) {
                drop(slot, load, after);
                advance(slot, after);
            }
        });
    }

    private void cancelAllLoads(After after) {
        List.copyOf(slots.values()).forEach(slot -> {
            cancelLoads(slot, after);
            advance(slot, after);
        });
    }

    private void cancelLoads(Slot slot, After after) {
        List.copyOf(slot.queue).stream().filter(SlotTask::isLoad).forEach(load -> drop(slot, load, after));
        var current = slot.current;
        if (current != null && current.isLoad()) {
            abandon(current, after);
        }
    }

    private void drop(Slot slot, SlotTask<?> load, After after) {
        if (slot.queue.peek() == load) {
            loadLine.remove(slot);
        }
        slot.queue.remove(load);
        after.add(() -> load.fail(new LoadException(
                Reason.CANCELLED, "The load of model " + slot.id + " was cancelled before it began.")));
    }

    /** A running load is no longer wanted: another may load in its place while it undoes itself. */
    private void abandon(SlotTask<?> load, After after) {
        after.add(load::cancel);
        releasePermit(load);
        admit(after);
    }

    /** Starts what is next for a model, puts it into the line of loads, or removes the slot. */
    private void advance(Slot slot, After after) {
        if (slot.current != null) {
            return;
        }
        var next = slot.queue.peek();
        if (next == null) {
            slots.remove(slot.id);
        } else if (next.isLoad()) {
            loadLine.add(slot);
            admit(after);
        } else if (alone.isEmpty()) {
            start(slot, after);
        }
    }

    private void advanceAll(After after) {
        var solo = alone.peek();
        if (solo == null) {
            List.copyOf(slots.values()).forEach(slot -> advance(slot, after));
        } else if (running == 0) {
            begin(solo, () -> alone.remove(solo), after);
        }
    }

    private void admit(After after) {
        while (!closed && alone.isEmpty() && loading < loadingConcurrency && !loadLine.isEmpty()) {
            var slot = loadLine.iterator().next();
            loadLine.remove(slot);
            loading++;
            start(slot, after);
        }
    }

    private void start(Slot slot, After after) {
        var task = slot.queue.remove();
        slot.current = task;
        begin(task, () -> slot.current = null, after);
    }

    /** Hands work to the executor; {@code vacate} forgets it, under the lock, once it has ended. */
    private void begin(SlotTask<?> task, Runnable vacate, After after) {
        task.start();
        running++;
        Runnable free = () -> change(afterwards -> {
            vacate.run();
            running--;
            releasePermit(task);
            advanceAll(afterwards);
        });
        after.add(() -> {
            try {
                executor.execute(() -> task.run(free));
            } catch (RejectedExecutionException e) {
                free.run();
                task.fail(stopping());
            }
        });
    }

    private void releasePermit(SlotTask<?> task) {
        if (task.releasePermit()) {
            loading--;
        }
    }

    private static LoadException stopping() {
        return new LoadException(Reason.UNAVAILABLE, "The adapter is stopping; send the request again later.");
    }

    private void change(Change change) {
        var after = new After();
        synchronized (lock) {
            change.apply(after);
        }
        after.actions.forEach(Runnable::run);
    }

    /** A change of state, under the lock. */
    @FunctionalInterface
    private interface Change {
        void apply(After after);
    }

    /** What a change entails outside of the lock, because it runs the code of others. */
    private static final class After {

        private final List<Runnable> actions = new ArrayList<>();

        void add(Runnable action) {
            actions.add(action);
        }
    }
}
