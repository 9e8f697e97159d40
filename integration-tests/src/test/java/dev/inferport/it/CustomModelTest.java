package dev.inferport.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inferport.wire.inference.InferTensorContents;
import dev.inferport.wire.inference.ModelInferRequest;
import dev.inferport.wire.inference.ModelInferRequest.InferInputTensor;
import dev.inferport.wire.mmesh.ModelStatusInfo.ModelStatus;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A model of twenty lines in a jar of its own, which the adapter's settings file doesn't name. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CustomModelTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private Pod pod;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Path jar = CustomModels.jar(folder, "com.example.SumModel", CustomModels.SUM);
        pod = Pod.started(
                folder,
                Map.of(
                        "INFERPORT_MODELS_CLASSPATH",
                        jar.toString(),
                        "MLSERVER_MODEL_IMPLEMENTATION",
                        "com.example.SumModel"));
        Files.writeString(Files.createDirectories(pod.volume().resolve("sum")).resolve("bias.txt"), "0.5");
        assertThat(pod.register("sum", "sum", "custom-sum").getStatus())
                .as(pod.log())
                .isEqualTo(ModelStatus.LOADED);
    }

    @AfterAll
    void stop() {
        pod.close();
    }

    @Test
    void itAnswersThroughTheMesh() {
        var response = pod.client().infer("sum", request(1, 2), DEADLINE);

        assertThat(response.getModelName()).isEqualTo("sum");
        assertThat(response.getOutputs(0).getName()).isEqualTo("total");
        assertThat(Example.outputs(response)).containsExactly(3.5);
    }

    @Test
    void itsExceptionReachesTheClientAsAnInvalidArgument() throws Exception {
        assertThatThrownBy(() -> pod.client().infer("sum", request(), DEADLINE))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT))
                .hasMessageContaining("nothing to add up");

        var response = pod.post(
                "/v2/models/sum/infer",
                "{\"inputs\": [{\"name\": \"x\", \"shape\": [0], \"datatype\": \"FP32\", \"data\": []}]}");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo("{\"error\":\"nothing to add up\"}");
    }

    private static ModelInferRequest request(float... values) {
        InferTensorContents.Builder contents = InferTensorContents.newBuilder();
        for (float value : values) {
            contents.addFp32Contents(value);
        }
        return ModelInferRequest.newBuilder()
                .addInputs(InferInputTensor.newBuilder()
                        .setName("x")
                        .setDatatype("FP32")
                        .addShape(values.length)
                        .setContents(contents))
                .build();
    }
}
