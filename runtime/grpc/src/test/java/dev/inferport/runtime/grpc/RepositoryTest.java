package dev.inferport.runtime.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.inferport.wire.inference.ModelReadyRequest;
import dev.inferport.wire.inference.RepositoryIndexRequest;
import dev.inferport.wire.inference.RepositoryIndexResponse.ModelIndex;
import dev.inferport.wire.inference.RepositoryModelLoadRequest;
import dev.inferport.wire.inference.repository.ModelRepositoryServiceGrpc;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryTest {

    private ServedRuntime served;

    @BeforeEach
    void start(@TempDir Path repository) throws Exception {
        served = ServedRuntime.start(repository);
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void theIndexTellsStatesAndReasons() throws Exception {
        served.serve("loaded", EchoModel.class);
        served.add("idle", EchoModel.class);
        served.add("broken", BrokenModel.class);
        served.add("unreadable", "{\"name\": ");
        Status failed = Messages.failure(() -> {
            served.load("broken");
            return null;
        });

        assertThat(failed.getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(index(false))
                .extracting(ModelIndex::getName, ModelIndex::getState)
                .containsExactlyInAnyOrder(
                        tuple("loaded", "READY"),
                        tuple("idle", "UNAVAILABLE"),
                        tuple("broken", "UNAVAILABLE"),
                        tuple("unreadable", "UNAVAILABLE"));
        assertThat(reason("loaded")).isEmpty();
        assertThat(reason("broken")).contains("weights.bin has 3 bytes, 12 are needed");
        assertThat(reason("unreadable")).contains("model-settings.json");
        assertThat(index(true)).extracting(ModelIndex::getName).containsExactly("loaded");
    }

    @Test
    void aModelThatIsLoadingIsNotReadyYet() throws Exception {
        served.add("slow", GatedModel.class);
        var load = served.futures()
                .repositoryModelLoad(RepositoryModelLoadRequest.newBuilder()
                        .setModelName("slow")
                        .build());
        await().until(() -> index(false).get(0).getState().equals("LOADING"));

        Status infer = Messages.failure(() -> served.client().modelInfer(Messages.floats("slow", 1)));
        assertThat(infer.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(isReady("slow")).isFalse();

        GatedModel.gates("slow").load.release();
        assertThat(load.get(20, TimeUnit.SECONDS)).isNotNull();
        assertThat(isReady("slow")).isTrue();
    }

    @Test
    void theReasonOfAFailedLoadReachesWhoAskedForIt() throws Exception {
        served.add("broken", BrokenModel.class);
        served.add("unknown-class", "{\"implementation\": \"no.such.Model\"}");
        served.add("unreadable", "{\"name\": ");

        assertThat(loadFailure("broken"))
                .satisfies(status -> assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL))
                .satisfies(status -> assertThat(status.getDescription()).contains("weights.bin has 3 bytes"));
        assertThat(loadFailure("unknown-class"))
                .satisfies(status -> assertThat(status.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION))
                .satisfies(status -> assertThat(status.getDescription()).contains("'no.such.Model'"));
        assertThat(loadFailure("unreadable").getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(loadFailure("nope"))
                .satisfies(status -> assertThat(status.getCode()).isEqualTo(Status.Code.NOT_FOUND))
                .satisfies(status -> assertThat(status.getDescription()).isEqualTo("Model nope not found"));
        assertThat(loadFailure("").getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void anUnloadedModelIsNotFound() throws Exception {
        served.serve("echo", EchoModel.class);

        served.unload("echo");

        assertThat(Messages.failure(() -> served.client().modelInfer(Messages.floats("echo", 1)))
                        .getDescription())
                .isEqualTo("Model echo not found");
        assertThat(Messages.failure(() -> {
                            served.unload("echo");
                            return null;
                        })
                        .getCode())
                .isEqualTo(Status.Code.NOT_FOUND);
        assertThat(Messages.failure(() -> isReady("echo")).getCode()).isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void theServiceThatMlserverHasDeprecatedAnswersAlike() throws Exception {
        var old = ModelRepositoryServiceGrpc.newBlockingStub(served.channel()).withDeadlineAfter(20, TimeUnit.SECONDS);
        var load = dev.inferport.wire.inference.repository.RepositoryModelLoadRequest.newBuilder();
        var unload = dev.inferport.wire.inference.repository.RepositoryModelUnloadRequest.newBuilder();
        var ask = dev.inferport.wire.inference.repository.RepositoryIndexRequest.newBuilder();
        served.add("echo", EchoModel.class);
        served.add("idle", EchoModel.class);

        assertThat(old.repositoryModelLoad(load.setModelName("echo").build())).isNotNull();
        assertThat(isReady("echo")).isTrue();
        assertThat(old.repositoryIndex(ask.build()).getModelsList())
                .extracting(model -> model.getName(), model -> model.getState())
                .containsExactlyInAnyOrder(tuple("echo", "READY"), tuple("idle", "UNAVAILABLE"));
        assertThat(old.repositoryIndex(ask.setReady(true).build()).getModelsList())
                .hasSize(1);
        assertThat(old.repositoryModelUnload(unload.setModelName("echo").build()))
                .isNotNull();
        assertThat(index(true)).isEmpty();
        assertThat(Messages.failure(() -> old.repositoryModelLoad(
                                load.setModelName("nope").build()))
                        .getDescription())
                .isEqualTo("Model nope not found");
    }

    private Status loadFailure(String model) {
        return Messages.failure(() -> {
            served.load(model);
            return null;
        });
    }

    private boolean isReady(String model) {
        return served.client()
                .modelReady(ModelReadyRequest.newBuilder().setName(model).build())
                .getReady();
    }

    private List<ModelIndex> index(boolean ready) {
        return served.client()
                .repositoryIndex(
                        RepositoryIndexRequest.newBuilder().setReady(ready).build())
                .getModelsList();
    }

    private String reason(String model) {
        return index(false).stream()
                .filter(entry -> entry.getName().equals(model))
                .findFirst()
                .orElseThrow()
                .getReason();
    }
}
