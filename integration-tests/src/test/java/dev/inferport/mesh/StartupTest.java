package dev.inferport.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inferport.servicekit.Endpoint;
import dev.inferport.wire.mmesh.RuntimeStatusResponse;
import io.grpc.Status;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StartupTest {

    private FakeRuntime runtime;

    @BeforeEach
    void startRuntime() throws Exception {
        runtime = new FakeRuntime();
    }

    @AfterEach
    void stopRuntime() {
        runtime.close();
    }

    @Test
    void asksUntilTheRuntimeIsReadyAndNeverAgain() throws Exception {
        runtime.statusAnswers.add(answer(RuntimeStatusResponse.Status.STARTING));
        runtime.statusAnswers.add(Status.UNAVAILABLE);
        runtime.statusAnswers.add(Status.INTERNAL);
        try (var fixture = new MeshFixture(runtime)) {
            assertThat(fixture.load("a").getStatus().name()).isEqualTo("LOADED");
            assertThat(runtime.eventNames().stream().filter("status "::equals)).hasSize(4);
        }
    }

    @Test
    void aRuntimeThatIsNotThereYetIsWaitedFor() throws Exception {
        var config = MeshConfig.of(Endpoint.tcp(Endpoint.LOOPBACK, closedPort()))
                .withPollInterval(Duration.ofMillis(10))
                .withStartTimeout(Duration.ofMillis(300));
        assertThatThrownBy(() -> EmbeddedMesh.start(config))
                .isInstanceOf(MeshStartException.class)
                .hasMessageContaining("did not become READY")
                .hasMessageContaining("UNAVAILABLE");
    }

    @Test
    void failingEndsTheStart() {
        runtime.statusAnswers.add(answer(RuntimeStatusResponse.Status.FAILING));
        refuses("FAILING");
    }

    @Test
    void anUnknownStatusEndsTheStart() {
        runtime.statusAnswers.add(
                RuntimeStatusResponse.newBuilder().setStatusValue(17).build());
        refuses("UNRECOGNIZED");
    }

    @Test
    void deadlineExceededEndsTheStart() {
        runtime.statusAnswers.add(Status.DEADLINE_EXCEEDED);
        refuses("DEADLINE_EXCEEDED");
    }

    @Test
    void unimplementedEndsTheStart() {
        runtime.statusAnswers.add(Status.UNIMPLEMENTED);
        refuses("does not serve mmesh.ModelRuntime");
    }

    @Test
    void unusableFiguresEndTheStart() {
        refusesReady(ready -> ready.setDefaultModelSizeInBytes(0), "defaultModelSizeInBytes: 0");
        refusesReady(ready -> ready.setMaxLoadingConcurrency(0), "maxLoadingConcurrency: 0");
        refusesReady(ready -> ready.setModelLoadingTimeoutMs(99), "modelLoadingTimeoutMs: 99");
        refusesReady(
                ready -> ready.setCapacityInBytes(200_000_000).setDefaultModelSizeInBytes(20_000_000),
                "capacityInBytes: 200000000");
    }

    private void refusesReady(UnaryOperator<RuntimeStatusResponse.Builder> change, String text) {
        runtime.statusAnswers.add(
                change.apply(FakeRuntime.ready(1L << 30, 1 << 20)).build());
        refuses(text);
    }

    private void refuses(String text) {
        assertThatThrownBy(() -> EmbeddedMesh.start(MeshFixture.config(runtime)))
                .isInstanceOf(MeshStartException.class)
                .hasMessageStartingWith("The runtime ")
                .hasMessageContaining(text);
    }

    private static RuntimeStatusResponse answer(RuntimeStatusResponse.Status status) {
        return RuntimeStatusResponse.newBuilder().setStatus(status).build();
    }

    private static int closedPort() throws Exception {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
