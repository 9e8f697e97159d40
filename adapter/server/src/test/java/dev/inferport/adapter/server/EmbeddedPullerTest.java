package dev.inferport.adapter.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.inferport.wire.mmesh.LoadModelRequest;
import dev.inferport.wire.mmesh.RuntimeStatusRequest;
import dev.inferport.wire.mmesh.RuntimeStatusResponse.Status;
import dev.inferport.wire.mmesh.UnloadModelRequest;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedPullerTest {

    private final AdapterFixture adapter;

    EmbeddedPullerTest(@TempDir Path root) throws Exception {
        var volume = root.resolve("pvc_mounts/claim/models/forest");
        Files.createDirectories(volume);
        Files.write(volume.resolve("model.bst"), new byte[1000]);
        adapter = new AdapterFixture(root, Map.of("USE_EMBEDDED_PULLER", "true"));
    }

    @AfterEach
    void stop() throws Exception {
        adapter.close();
    }

    @Test
    void aModelIsPulledLoadedAndRemoved() {
        var response = adapter.mesh().loadModel(request("models/forest"));

        assertThat(response.getSizeInBytes()).isEqualTo(1250);
        assertThat(adapter.runtime.models).containsExactly("a");
        assertThat(adapter.folder("a").resolve("forest/model.bst")).exists();
        assertThat(adapter.root.resolve("models/a/forest")).exists();

        adapter.mesh()
                .unloadModel(UnloadModelRequest.newBuilder().setModelId("a").build());

        assertThat(adapter.folder("a")).doesNotExist();
        assertThat(adapter.root.resolve("models/a")).doesNotExist();
        assertThat(adapter.root.resolve("pvc_mounts/claim/models/forest/model.bst"))
                .exists();
    }

    @Test
    void readyMeansThatPulledModelsAreGone() {
        adapter.mesh().loadModel(request("models/forest"));

        var status = adapter.mesh().runtimeStatus(RuntimeStatusRequest.getDefaultInstance());

        assertThat(status.getStatus()).isEqualTo(Status.READY);
        assertThat(adapter.root.resolve("models/a")).doesNotExist();
        assertThat(adapter.root.resolve("models/_mlserver_models")).isEmptyDirectory();
    }

    @Test
    void aPathThatDoesNotExistIsNotFoundAndLeavesNothing() {
        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(() -> adapter.mesh().loadModel(request("models/no-such-model")))
                .withMessageStartingWith("NOT_FOUND");
        assertThat(adapter.root.resolve("models/a")).doesNotExist();
        assertThat(adapter.runtime.journal).isEmpty();
    }

    private static LoadModelRequest request(String path) {
        return LoadModelRequest.newBuilder()
                .setModelId("a")
                .setModelType("xgboost")
                .setModelPath(path)
                .setModelKey("{\"storage_params\": {\"type\": \"pvc\", \"name\": \"claim\"}}")
                .build();
    }
}
