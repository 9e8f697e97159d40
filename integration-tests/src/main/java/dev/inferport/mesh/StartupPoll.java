package dev.inferport.mesh;

import dev.inferport.wire.mmesh.RuntimeStatusResponse;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for {@code runtimeStatus} until the runtime says READY, and never again. Some answers end the start at once,
 * because they end the process of a real mesh: FAILING, an unknown status, DEADLINE_EXCEEDED and UNIMPLEMENTED.
 */
final class StartupPoll {

    private static final Logger log = LoggerFactory.getLogger(StartupPoll.class);

    private final RuntimeDriver runtime;
    private final NodeLoop loop;
    private final Duration interval;
    private final Duration patience;
    private final long deadline;
    private final CompletableFuture<RuntimeParameters> ready = new CompletableFuture<>();
    private String lastAnswer = "nothing";

    private StartupPoll(RuntimeDriver runtime, NodeLoop loop, Duration interval, Duration patience) {
        this.runtime = runtime;
        this.loop = loop;
        this.interval = interval;
        this.patience = patience;
        this.deadline = System.nanoTime() + patience.toNanos();
    }

    /** Polls in the background; the future fails with a {@link MeshStartException}. */
    static CompletableFuture<RuntimeParameters> untilReady(
            RuntimeDriver runtime, NodeLoop loop, Duration interval, Duration patience) {
        var poll = new StartupPoll(runtime, loop, interval, patience);
        loop.execute(poll::ask);
        return poll.ready;
    }

    private void ask() {
        var left = Duration.ofNanos(deadline - System.nanoTime());
        if (left.isNegative() || left.isZero()) {
            fail("did not become READY within " + patience.toSeconds() + " s; its last answer was " + lastAnswer);
        } else {
            NodeLoop.follow(runtime.status(left), (status, failure) -> {
                if (failure == null) {
                    read(status);
                } else {
                    read(Status.fromThrowable(failure));
                }
            });
        }
    }

    private void read(RuntimeStatusResponse status) {
        switch (status.getStatus()) {
            case READY -> accept(status);
            case STARTING -> askAgain("STARTING");
            default -> fail("reported " + status.getStatus() + ", which ends the mesh at once; its own log says why");
        }
    }

    private void read(Status failure) {
        switch (failure.getCode()) {
            case DEADLINE_EXCEEDED ->
                fail("answered DEADLINE_EXCEEDED, which the mesh takes for a start that never ends");
            case UNIMPLEMENTED ->
                fail("does not serve mmesh.ModelRuntime; open its port only after the service is registered");
            default -> askAgain(LoadFailure.textOf(failure));
        }
    }

    private void askAgain(String answer) {
        if (!answer.equals(lastAnswer)) {
            log.info("event=runtime_not_ready answer=\"{}\"", answer);
        }
        lastAnswer = answer;
        loop.schedule(interval, this::ask);
    }

    private void accept(RuntimeStatusResponse status) {
        try {
            ready.complete(RuntimeParameters.from(status));
        } catch (MeshStartException e) {
            ready.completeExceptionally(e);
        }
    }

    private void fail(String what) {
        ready.completeExceptionally(new MeshStartException("The runtime " + what + "."));
    }
}
