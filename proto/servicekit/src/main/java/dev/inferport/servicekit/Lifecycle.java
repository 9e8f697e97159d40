package dev.inferport.servicekit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the parts of a process in order, and stops them in reverse order within a budget.
 *
 * <p>Each {@link #start} runs at once on the calling thread and returns what was started, so that a composition reads
 * as a list. If a step fails, everything before it is stopped and {@link StartException} is thrown. One thread starts
 * steps; any thread may stop them. They are stopped once, on a daemon thread of their own; each is told how much of the
 * budget is left. When the budget is used up, nobody waits any longer for a step that doesn't return, so that no step
 * can keep the process alive.
 */
public final class Lifecycle implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Lifecycle.class);

    private final Duration stopBudget;
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicInteger exitCode = new AtomicInteger(ExitCodes.OK);

    // Guarded by steps itself, as is stopping.
    private final Deque<Step> steps = new ArrayDeque<>();
    private boolean stopping;

    private volatile String stoppingStep = "none";

    /** How a step is stopped. */
    @FunctionalInterface
    public interface Stop<T> {

        /**
         * Stops what was started.
         *
         * @param budget how long this stop and all later ones may take together
         */
        void stop(T started, Duration budget) throws Exception;
    }

    /** The part of a process that differs: which steps there are. */
    @FunctionalInterface
    public interface Composition {

        /** Starts every step; stopping them is the lifecycle's business. */
        void compose(Lifecycle lifecycle) throws Exception;
    }

    private record Step(String name, StopWithin stop) {}

    private interface StopWithin {
        void stop(Duration budget) throws Exception;
    }

    /** A lifecycle with nothing started. */
    public Lifecycle(Duration stopBudget) {
        this.stopBudget = stopBudget;
    }

    /**
     * The whole life of a process: starts its steps, waits until SIGTERM, SIGINT, {@link #stop} or {@link #fail} ends
     * it, and stops them. A configuration error is printed as a sentence, without a stack trace.
     *
     * @param process how log lines call the process
     * @return the code for {@link System#exit}, one of {@link ExitCodes}
     */
    public static int run(String process, Duration stopBudget, Composition composition) {
        return new ProcessLife(process, new Lifecycle(stopBudget)).run(composition);
    }

    /**
     * Runs one step of the start.
     *
     * @param name how log lines and errors call the step
     * @param start starts it, and returns what {@code stop} needs
     * @throws StartException if the step failed, or the process has been asked to stop; all earlier steps have been
     *     stopped
     */
    public <T> T start(String name, Callable<T> start, Stop<? super T> stop) throws StartException {
        if (isStopping()) {
            throw abort(name, new IllegalStateException("the process is stopping"));
        }
        T started;
        try {
            started = start.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw abort(name, e);
        } catch (Exception | LinkageError e) {
            throw abort(name, e);
        }
        var step = new Step(name, budget -> stop.stop(started, budget));
        if (!push(step)) {
            stopOne(step, deadline());
            throw abort(name, new IllegalStateException("the process is stopping"));
        }
        return started;
    }

    /** As {@link #start(String, Callable, Stop)}, for what is stopped by closing it. */
    public <T extends AutoCloseable> T start(String name, Callable<T> start) throws StartException {
        return start(name, start, (started, budget) -> started.close());
    }

    /** Stops all steps in reverse order; returns when they have stopped, or when the budget is used up. */
    public void stop() {
        requestStop();
        try {
            awaitStopped();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Begins to stop because of something that the process can't live without; returns at once. */
    public void fail(String reason) {
        if (exitCode.compareAndSet(ExitCodes.OK, ExitCodes.FAILED)) {
            log.error("event=process_failed reason=\"{}\"", reason);
        }
        requestStop();
    }

    /**
     * Waits until {@link #stop} or {@link #fail} has ended the steps or used up the budget.
     *
     * @return {@link ExitCodes#OK} or {@link ExitCodes#FAILED}
     */
    public int awaitTermination() throws InterruptedException {
        stopRequested.await();
        awaitStopped();
        return exitCode.get();
    }

    /** As {@link #stop}. */
    @Override
    public void close() {
        stop();
    }

    private void requestStop() {
        synchronized (steps) {
            if (stopping) {
                return;
            }
            stopping = true;
        }
        var thread = new Thread(this::stopAll, "lifecycle-stop");
        thread.setDaemon(true);
        thread.start();
        stopRequested.countDown();
    }

    private void awaitStopped() throws InterruptedException {
        if (!stopped.await(stopBudget.toNanos(), TimeUnit.NANOSECONDS)) {
            log.error("event=stop_budget_exceeded budget_ms={} step=\"{}\"", stopBudget.toMillis(), stoppingStep);
        }
    }

    private void stopAll() {
        long deadline = deadline();
        for (Step step = pop(); step != null; step = pop()) {
            stopOne(step, deadline);
        }
        stopped.countDown();
    }

    private void stopOne(Step step, long deadline) {
        stoppingStep = step.name();
        long begin = System.nanoTime();
        try {
            step.stop().stop(Duration.ofNanos(Math.max(0, deadline - begin)));
            log.debug("event=step_stopped step=\"{}\" ms={}", step.name(), (System.nanoTime() - begin) / 1_000_000);
        } catch (Exception | LinkageError e) {
            log.warn("event=step_stop_failed step=\"{}\"", step.name(), e);
        }
    }

    private StartException abort(String name, Throwable cause) {
        stop();
        return new StartException(name, cause);
    }

    private long deadline() {
        return System.nanoTime() + stopBudget.toNanos();
    }

    private boolean isStopping() {
        synchronized (steps) {
            return stopping;
        }
    }

    private boolean push(Step step) {
        synchronized (steps) {
            if (!stopping) {
                steps.push(step);
            }
            return !stopping;
        }
    }

    private @Nullable Step pop() {
        synchronized (steps) {
            return steps.poll();
        }
    }
}
