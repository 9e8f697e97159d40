package dev.inferport.runtime.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelParameters;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import dev.inferport.runtime.api.TensorMetadata;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmUpTest {

    private static final List<TensorMetadata> INPUTS = List.of(
            new TensorMetadata("rows", DataType.FP32, Shape.of(-1, 4)),
            new TensorMetadata("text", DataType.BYTES, Shape.of(-1, 1)));

    /** Records what it was asked before it went into service. */
    private static final class Recording extends MLModel {

        private final List<InferenceRequest> requests = new ArrayList<>();
        private boolean warmedUp;

        Recording(Object requests, List<TensorMetadata> inputs) {
            super(ModelSettings.builder("m")
                    .inputs(inputs)
                    .parameters(ModelParameters.of(Map.of("warm_up_requests", requests)))
                    .build());
        }

        @Override
        public void warmUp() {
            warmedUp = true;
        }

        @Override
        public InferenceResponse predict(InferenceRequest request) {
            requests.add(request);
            return InferenceResponse.of(List.of());
        }
    }

    @Test
    void aRequestThatTheHeapHasNoRoomForIsNotMade() {
        List<TensorMetadata> wide = List.of(new TensorMetadata("rows", DataType.FP64, Shape.of(-1, 1L << 40)));

        assertThatThrownBy(() -> WarmUp.run(new Recording(1, wide), WarmUp.LIMIT))
                .hasMessageContaining("the model needs another");
    }

    @Test
    void aModelWarmsItselfUp() throws Exception {
        Recording model = new Recording(0, List.of());

        WarmUp.run(model, WarmUp.LIMIT);

        assertThat(model.warmedUp).isTrue();
        assertThat(model.requests).isEmpty();
    }

    @Test
    void theSettingsMayAskForRequestsOfZerosInTheDeclaredShapes() throws Exception {
        Recording model = new Recording("3", INPUTS);

        WarmUp.run(model, WarmUp.LIMIT);

        assertThat(model.requests).hasSize(3);
        InferenceRequest request = model.requests.get(0);
        assertThat(request.input("rows").tensor()).isEqualTo(Tensor.of(new float[4], 1, 4));
        assertThat(request.input("text").tensor()).isEqualTo(Tensor.ofStrings(List.of(""), 1, 1));
    }

    @Test
    void whatCannotBeDoneFailsTheLoadWithTheReason() {
        assertThatThrownBy(() -> WarmUp.run(new Recording(2, List.of()), WarmUp.LIMIT))
                .hasMessageContaining("warm_up_requests needs to know the inputs");
        assertThatThrownBy(() -> WarmUp.run(new Recording("many", INPUTS), WarmUp.LIMIT))
                .hasMessageContaining("warm_up_requests: many (expected: an integer from 0 to 100000)");
    }

    @Test
    void aModelThatTakesTooLongIsUnloadedWhenItHasAnswered(@TempDir Path root) throws Exception {
        TestModels models = TestModels.in(root);
        CountDownLatch gate = models.gate("predict m");
        TestModels.writeSettings(root, "m", TestModels.settings(TestModels.Echo.class, """
                "inputs": [{"name": "x", "datatype": "FP64", "shape": [-1]}], "parameters": {"warm_up_requests": 1}
                """));
        InferenceObserver observer = InferenceObserver.none();
        try (WorkerPool workers = new WorkerPool(1);
                ModelQueues queues = new ModelQueues(workers, 8, observer)) {
            ModelLoader loader = new ModelLoader(
                    new ModelRepository(root, ModelDefaults.none()),
                    new ModelFactory(getClass().getClassLoader()),
                    queues,
                    new ResponseCache(CacheLimits.none()),
                    observer,
                    Duration.ofMillis(50));

            assertThatThrownBy(() -> loader.load("m"))
                    .hasMessageContaining("warm_up_requests: no answer to a request of zeros within 50 ms");

            models.arrival("predict m").await();
            assertThat(models.loaded).containsEntry("m", 1);
            gate.countDown();
            await().untilAsserted(() -> assertThat(models.loaded).containsEntry("m", 0));
        }
    }
}
