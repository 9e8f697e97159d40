package dev.inferport.adapter.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.inferport.wire.inference.GRPCInferenceServiceGrpc;
import dev.inferport.wire.inference.ModelInferRequest;
import dev.inferport.wire.mmesh.LoadModelRequest;
import dev.inferport.wire.mmesh.LoadModelResponse;
import dev.inferport.wire.mmesh.ModelSizeRequest;
import dev.inferport.wire.mmesh.PredictModelSizeRequest;
import dev.inferport.wire.mmesh.RuntimeStatusRequest;
import dev.inferport.wire.mmesh.RuntimeStatusResponse;
import dev.inferport.wire.mmesh.RuntimeStatusResponse.Status;
import dev.inferport.wire.mmesh.UnloadModelRequest;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AdapterServerTest {

    private final AdapterFixture adapter;

    AdapterServerTest(@TempDir Path root) throws Exception {
        adapter = new AdapterFixture(root, Map.of("LIMIT_PER_MODEL_CONCURRENCY", "4", "LOADING_CONCURRENCY", "2"));
    }

    @AfterEach
    void stop() throws Exception {
        adapter.close();
    }

    @Test
    void readyMeansNothingIsLoaded() throws Exception {
        adapter.runtime.models.add("left by an earlier mesh");
        adapter.mesh().loadModel(adapter.onDisk("a", 10));
        assertThat(adapter.folder("a")).exists();

        var status = status();

        assertThat(status.getStatus()).isEqualTo(Status.READY);
        assertThat(adapter.runtime.models).isEmpty();
        assertThat(adapter.root.resolve("models/_mlserver_models")).isEmptyDirectory();
    }

    @Test
    void readyTellsTheMeshWhatItNeeds() {
        var status = status();

        assertThat(status.getCapacityInBytes()).isEqualTo(900_000_000);
        assertThat(status.getMaxLoadingConcurrency()).isEqualTo(2);
        assertThat(status.getModelLoadingTimeoutMs()).isEqualTo(30_000);
        assertThat(status.getDefaultModelSizeInBytes()).isEqualTo(1_000_000);
        assertThat(status.getRuntimeVersion()).isEqualTo("1.2.3");
        assertThat(status.getLimitModelConcurrency()).isTrue();
        assertThat(status.getAllowAnyMethod()).isFalse();
        assertThat(status.getMethodInfosMap())
                .containsOnlyKeys(
                        "inference.GRPCInferenceService/ModelInfer",
                        "inference.GRPCInferenceService/ModelMetadata",
                        "inference.GRPCInferenceService/ModelReady")
                .allSatisfy((method, info) ->
                        assertThat(info.getIdInjectionPathList()).containsExactly(1));
    }

    @Test
    void theConfiguredVersionStandsInForAMissingOne() {
        adapter.runtime.version("");

        assertThat(status().getRuntimeVersion()).isEqualTo("v1");
    }

    @Test
    void startingUntilTheRuntimeIsReady() throws Exception {
        adapter.runtime.ready(false);
        assertThat(status().getStatus()).isEqualTo(Status.STARTING);

        adapter.runtime.die();
        assertThat(status().getStatus()).isEqualTo(Status.STARTING);

        adapter.runtime.comeBack();
        adapter.runtime.ready(true);
        await().atMost(Duration.ofSeconds(10)).until(() -> status().getStatus() == Status.READY);
    }

    @Test
    void failingWhenTheFolderCannotBeEmptied() throws Exception {
        Files.writeString(adapter.root.resolve("models/_mlserver_models"), "not a folder");

        assertThat(status().getStatus()).isEqualTo(Status.FAILING);
    }

    @Test
    void aLoadAnswersWithSizeAndConcurrency() throws Exception {
        adapter.runtime.measured.put("a", 4096L);

        var response = adapter.mesh().loadModel(adapter.onDisk("a", 10));

        assertThat(response)
                .isEqualTo(LoadModelResponse.newBuilder()
                        .setSizeInBytes(4096)
                        .setMaxConcurrency(4)
                        .build());
        assertThat(adapter.runtime.models).containsExactly("a");
        assertThat(adapter.mesh()
                        .modelSize(ModelSizeRequest.newBuilder().setModelId("a").build())
                        .getSizeInBytes())
                .isEqualTo(4096);
    }

    @Test
    void aBadRequestIsRefusedAndNothingIsAttempted() throws Exception {
        var bad = adapter.onDisk("a", 10).toBuilder().setModelKey("{nonsense").build();

        assertRefused(() -> adapter.mesh().loadModel(bad), "INVALID_ARGUMENT: modelKey is not valid JSON");
        assertRefused(
                () -> adapter.mesh().loadModel(LoadModelRequest.getDefaultInstance()),
                "INVALID_ARGUMENT: The model id is empty");
        assertThat(adapter.runtime.journal).isEmpty();
        assertThat(adapter.folder("a")).doesNotExist();
    }

    @Test
    void aRuntimeErrorReachesTheMeshWithCodeAndText() throws Exception {
        adapter.runtime.fail("load a", io.grpc.Status.INTERNAL.withDescription("cannot load"));
        var request = adapter.onDisk("a", 10);

        assertRefused(
                () -> adapter.mesh().loadModel(request),
                "INTERNAL: Failed to load Model due to MLServer runtime error: INTERNAL: cannot load");
    }

    @Test
    void unloadOfAnUnknownModelSucceeds() {
        unload("never heard of/ümläut");
        unload("never heard of/ümläut");
    }

    @Test
    void sizeOfAModelThatIsNotLoadedIsNotFound() {
        assertRefused(
                () -> adapter.mesh()
                        .modelSize(ModelSizeRequest.newBuilder().setModelId("a").build()),
                "NOT_FOUND: Model a is not loaded");
    }

    @Test
    void predictionsComeFromTheKey() {
        var request = PredictModelSizeRequest.newBuilder().setModelId("a");

        assertThat(adapter.mesh().predictModelSize(request.build()).getSizeInBytes())
                .isEqualTo(1_000_000);
        assertThat(adapter.mesh()
                        .predictModelSize(request.setModelKey("{\"disk_size_bytes\": 1000}")
                                .build())
                        .getSizeInBytes())
                .isEqualTo(1250);
    }

    @Test
    void anUnloadAfterACancelledLoadLeavesNothing() throws Exception {
        var hold = adapter.runtime.hold("a");
        var load = adapter.patientMesh().loadModel(adapter.onDisk("a", 10));
        hold.awaitArrival();

        load.cancel(true);
        await().until(() -> adapter.runtime.journal.contains("cancelled a"));
        unload("a");

        assertThat(adapter.runtime.models).isEmpty();
        assertThat(adapter.folder("a")).doesNotExist();
    }

    @Test
    void oneCancelledLoadDoesNotBlockTheNext() throws Exception {
        for (var id : new String[] {"a", "b"}) {
            var hold = adapter.runtime.hold(id).deaf();
            var load = adapter.patientMesh().loadModel(adapter.onDisk(id, 10));
            hold.awaitArrival();
            load.cancel(true);
        }

        assertThat(adapter.mesh().loadModel(adapter.onDisk("c", 8)).getSizeInBytes())
                .isEqualTo(10);
    }

    @Test
    void aRuntimeRestartIsNoticed() throws Exception {
        adapter.mesh().loadModel(adapter.onDisk("a", 10));

        adapter.runtime.die();
        adapter.runtime.comeBack();

        var size = ModelSizeRequest.newBuilder().setModelId("a").build();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertRefused(() -> adapter.mesh().modelSize(size), "NOT_FOUND"));
        adapter.mesh().loadModel(adapter.onDisk("a", 10));
        assertThat(adapter.runtime.models).containsExactly("a");
    }

    @Test
    void inferenceGoesThroughToTheRuntime() throws Exception {
        adapter.mesh().loadModel(adapter.onDisk("a", 10));
        var client = GRPCInferenceServiceGrpc.newBlockingStub(adapter.channel).withDeadlineAfter(10, SECONDS);

        var response = client.modelInfer(
                ModelInferRequest.newBuilder().setModelName("a").build());

        assertThat(response.getModelName()).isEqualTo("a");
        assertRefused(
                () -> client.modelInfer(
                        ModelInferRequest.newBuilder().setModelName("b").build()),
                "NOT_FOUND");
    }

    @Test
    void stoppingCancelsAndUndoesTheLoadsThatRun() throws Exception {
        var hold = adapter.runtime.hold("a");
        var load = adapter.patientMesh().loadModel(adapter.onDisk("a", 10));
        hold.awaitArrival();

        CompletableFuture.runAsync(adapter.life::stop).get(20, SECONDS);

        assertThatThrownBy(() -> load.get(10, SECONDS)).hasMessageContaining("CANCELLED");
        assertThat(adapter.runtime.models).isEmpty();
        assertThat(adapter.folder("a")).doesNotExist();
    }

    private RuntimeStatusResponse status() {
        return adapter.mesh().runtimeStatus(RuntimeStatusRequest.getDefaultInstance());
    }

    private void unload(String id) {
        var response = adapter.mesh()
                .unloadModel(UnloadModelRequest.newBuilder().setModelId(id).build());
        assertThat(response).isNotNull();
    }

    private static void assertRefused(ThrowingCallable call, String status) {
        assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(call).withMessageStartingWith(status);
    }
}
