package dev.inferport.runtime.core;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The requests to one model that wait for a worker, and the turns that take them. Safe for any thread; never waits.
 *
 * <p>A request that finds a free place has a turn at once: an idle model costs it nothing. Otherwise it waits, and
 * while it does others that are compatible join its batch; a turn takes the batch that has waited longest, as large as
 * it is by then. After its turn a model goes to the end of the workers' queue, so that models with much to do and
 * models with little take turns.
 *
 * <p>A batch that is full, or that has waited for {@link QueueLimits#maxBatchTime()}, gets an additional turn. That
 * matters to models that answer without holding a thread; the others have no more turns under way than there are
 * threads.
 */
final class ModelQueue {

    private final String model;
    private final BatchRun run;
    private final WorkerPool workers;
    private final ScheduledExecutorService timer;
    private final QueueLimits limits;
    private final AdmissionLimit streams;
    private final Turn turn = new Turn();

    /** Guarded by this; so is the number below. */
    private final BatchLine line;

    /** Turns that are under way or ordered. */
    private int turns;

    ModelQueue(String model, BatchRun run, WorkerPool workers, ScheduledExecutorService timer, QueueLimits limits) {
        this.model = model;
        this.run = run;
        this.workers = workers;
        this.timer = timer;
        this.limits = limits;
        this.line = new BatchLine(limits.maxBatchRows());
        this.streams = new AdmissionLimit("model '" + model + "'", "streams", limits.maxStreams());
    }

    /** Has the request answered, or refuses it at once. */
    void submit(QueuedRequest request) {
        if (limits.isUnlimited()) {
            run.answer(Batch.of(request), () -> {});
            return;
        }
        switch (enqueue(request)) {
            case WAITS -> {}
            case REFUSED -> request.fail(overloaded());
            case RUNS -> workers.execute(turn);
            case RUNS_HERE -> turn.run();
        }
    }

    /** Counts the streams of the model, each of which has a thread of its own and does not wait for a turn. */
    AdmissionLimit streams() {
        return streams;
    }

    private enum Decision {
        WAITS,
        REFUSED,
        RUNS,
        RUNS_HERE
    }

    private Decision enqueue(QueuedRequest request) {
        List<QueuedRequest> gone = List.of();
        try {
            synchronized (this) {
                boolean free = turns < limits.places();
                if (!free && line.requests() >= limits.maxWaiting()) {
                    // Whoever has left makes room for those who still wait.
                    gone = line.removeInactive();
                    if (gone.isEmpty()) {
                        return Decision.REFUSED;
                    }
                }
                Batch batch = line.add(request);
                if (!free && !(limits.hasAdditionalTurns() && mayNotWait(batch))) {
                    return Decision.WAITS;
                }
                turns++;
                return free && limits.onCallingThread() ? Decision.RUNS_HERE : Decision.RUNS;
            }
        } finally {
            gone.forEach(QueuedRequest::begin);
        }
    }

    /**
     * Whether a batch that found no free place needs a turn of its own. The time of each is limited, also of one that
     * gets a turn: the turn takes the batch that has waited longest, which may be another.
     */
    private boolean mayNotWait(Batch batch) {
        if (!batch.isTimeLimited()) {
            try {
                batch.limitTime(timer.schedule(
                        () -> timeIsUp(batch), limits.maxBatchTime().toNanos(), TimeUnit.NANOSECONDS));
            } catch (RejectedExecutionException e) {
                // The server ends; the workers answer that.
                return true;
            }
        }
        return !line.isOpen(batch);
    }

    private void timeIsUp(Batch batch) {
        synchronized (this) {
            if (batch.hasLeft()) {
                return;
            }
            turns++;
        }
        workers.execute(turn);
    }

    private void turnEnds() {
        synchronized (this) {
            if (line.isEmpty() || turns > limits.places()) {
                turns--;
                return;
            }
        }
        workers.execute(turn);
    }

    private InferenceException overloaded() {
        return new InferenceException(
                Reason.OVERLOADED,
                "model '" + model + "' has " + limits.maxWaiting() + " requests waiting, its limit; try again later");
    }

    /** The one task of this queue; each execution of it is a turn. */
    private final class Turn implements WorkerTask {

        @Override
        public void run() {
            Batch batch;
            synchronized (ModelQueue.this) {
                batch = line.poll();
                if (batch == null) {
                    turns--;
                    return;
                }
            }
            if (limits.heldUntilAnswered()) {
                AtomicBoolean ended = new AtomicBoolean();
                answer(batch, () -> {
                    if (ended.compareAndSet(false, true)) {
                        turnEnds();
                    }
                });
            } else {
                answer(batch, () -> {});
                turnEnds();
            }
        }

        /** Whatever happens, nobody is left without an answer and no turn is lost. */
        private void answer(Batch batch, Runnable done) {
            try {
                run.answer(batch, done);
            } catch (Throwable e) {
                run.fail(batch, e);
                done.run();
            }
        }

        @Override
        public void refuse(InferenceException reason) {
            List<Batch> refused = new ArrayList<>();
            synchronized (ModelQueue.this) {
                turns--;
                for (Batch batch = line.poll(); batch != null; batch = line.poll()) {
                    refused.add(batch);
                }
            }
            for (Batch batch : refused) {
                batch.requests().forEach(request -> request.fail(reason));
            }
        }
    }
}
