package dev.inferport.runtime.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.ListenableFuture;
import dev.inferport.runtime.core.RuntimeLimits;
import dev.inferport.wire.inference.ModelInferResponse;
import dev.inferport.wire.inference.RepositoryIndexRequest;
import dev.inferport.wire.inference.RepositoryModelUnloadRequest;
import dev.inferport.wire.inference.ServerLiveRequest;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Calls that end before their answer, or late; one worker, and room for three requests. */
class CallEndTest {

    private ServedRuntime served;
    private String model;
    private GatedModel.Gates gates;

    @BeforeEach
    void start(@TempDir Path repository, TestInfo test) throws Exception {
        served = ServedRuntime.start(repository, new RuntimeLimits(1, 3, Duration.ofSeconds(20)));
        model = test.getDisplayName();
        gates = GatedModel.gates(model);
        gates.load.release();
        served.serve(model, GatedModel.class);
    }

    @AfterEach
    void stop() {
        gates.predict.release(1000);
        served.close();
    }

    @Test
    void aCancelledRequestThatIsQueuedNeverReachesTheModel() throws Exception {
        ListenableFuture<ModelInferResponse> running = infer();
        gates.started.acquire();
        ListenableFuture<ModelInferResponse> queued = infer();

        queued.cancel(true);
        awaitServerHasSeenWhatWasSent();
        gates.predict.release(2);

        assertAnswered(running);
        assertAnswered(infer());
        assertThat(gates.predicts).hasValue(2);
    }

    @Test
    void aRequestWhoseDeadlinePassesInTheQueueNeverReachesTheModel() throws Exception {
        ListenableFuture<ModelInferResponse> running = infer();
        gates.started.acquire();

        Status status = Messages.failure(() ->
                served.client().withDeadlineAfter(100, TimeUnit.MILLISECONDS).modelInfer(Messages.floats(model, 1)));
        awaitServerHasSeenWhatWasSent();
        gates.predict.release(2);

        assertThat(status.getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertAnswered(running);
        assertAnswered(infer());
        assertThat(gates.predicts).hasValue(2);
    }

    @Test
    void overloadIsRefusedAtOnceAndPasses() throws Exception {
        ListenableFuture<ModelInferResponse> first = infer();
        ListenableFuture<ModelInferResponse> second = infer();
        ListenableFuture<ModelInferResponse> third = infer();
        gates.started.acquire();

        Status status = Messages.failure(() -> served.client().modelInfer(Messages.floats(model, 1)));
        gates.predict.release(4);

        assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(status.getDescription()).contains("3 requests in progress");
        assertAnswered(first);
        assertAnswered(second);
        assertAnswered(third);
        await().untilAsserted(() -> assertAnswered(infer()));
    }

    @Test
    void anUnloadWaitsForTheRequestUnderWayAndRefusesOthers() throws Exception {
        ListenableFuture<ModelInferResponse> running = infer();
        gates.started.acquire();

        var unload = served.futures()
                .repositoryModelUnload(RepositoryModelUnloadRequest.newBuilder()
                        .setModelName(model)
                        .build());
        await().until(() -> served.client()
                .repositoryIndex(RepositoryIndexRequest.getDefaultInstance())
                .getModels(0)
                .getState()
                .equals("UNLOADING"));

        Status status = Messages.failure(() -> served.client().modelInfer(Messages.floats(model, 1)));
        assertThat(status.getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(unload.isDone()).isFalse();
        gates.predict.release();
        assertAnswered(running);
        assertThat(unload.get(20, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void aClientThatDisappearsLeavesNothingBehind() throws Exception {
        ListenableFuture<ModelInferResponse> running = infer();
        gates.started.acquire();

        running.cancel(true);
        awaitServerHasSeenWhatWasSent();
        gates.predict.release();

        assertThat(catchThrowable(running::get)).isNotNull();
        await().untilAsserted(() -> {
            gates.predict.release();
            assertAnswered(infer());
        });
    }

    private ListenableFuture<ModelInferResponse> infer() {
        return served.futures().modelInfer(Messages.floats(model, 1));
    }

    /** One connection keeps its order, and the server handles its calls on one thread. */
    private void awaitServerHasSeenWhatWasSent() {
        assertThat(served.client()
                        .serverLive(ServerLiveRequest.getDefaultInstance())
                        .getLive())
                .isTrue();
    }

    private void assertAnswered(ListenableFuture<ModelInferResponse> answer) throws Exception {
        assertThat(answer.get(20, TimeUnit.SECONDS).getModelName()).isEqualTo(model);
    }
}
