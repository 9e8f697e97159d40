package dev.inferport.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.inferport.wire.mmesh.ModelStatusInfo;
import dev.inferport.wire.mmesh.ModelStatusInfo.ModelStatus;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The product in one line: a model goes through mesh, adapter and runtime, and answers like the library it came from.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MainJobTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private Pod pod;

    @BeforeAll
    void startAndRegister(@TempDir Path folder) throws Exception {
        pod = Pod.started(folder, Map.of());
        for (Example example : Example.all()) {
            example.copyTo(pod.volume());
            ModelStatusInfo status = pod.register(example.name(), example.path(), example.type());
            assertThat(status.getStatus())
                    .as("%s: %s%n%s", example, status.getErrorsList(), pod.log())
                    .isEqualTo(ModelStatus.LOADED);
        }
    }

    @AfterAll
    void stop() {
        pod.close();
    }

    static List<Example> examples() {
        return Example.all();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void aModelAnswersTypedContentsThroughTheMesh(Example example) {
        assertExpected(example, Example.outputs(pod.client().infer(example.name(), example.typed(), DEADLINE)));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void aModelAnswersRawContentsThroughTheMesh(Example example) {
        assertExpected(example, Example.outputs(pod.client().infer(example.name(), example.raw(), DEADLINE)));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void aModelAnswersOverRest(Example example) throws Exception {
        HttpResponse<String> response = pod.post("/v2/models/" + example.name() + "/infer", example.json());

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertExpected(example, Example.outputs(response.body()));
    }

    @Test
    void aModelThatIsNotThereSaysWhy() {
        ModelStatusInfo status = pod.register("missing", "no/such/file.json", "xgboost");

        assertThat(status.getStatus()).isEqualTo(ModelStatus.LOADING_FAILED);
        assertThat(status.getErrorsList()).anySatisfy(error -> assertThat(error).contains("no/such/file.json"));
        pod.client().unregister("missing");
    }

    @Test
    void aRequestOfTheWrongWidthIsTheClientsMistake() {
        Example example = Example.all().get(0);
        var request = example.typed().toBuilder();
        request.getInputsBuilder(0)
                .clearShape()
                .addShape(1)
                .addShape(1)
                .getContentsBuilder()
                .clearFp32Contents()
                .addFp32Contents(1);

        assertThatThrownBy(() -> pod.client().infer(example.name(), request.build(), DEADLINE))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
        assertThat(pod.client().status(example.name()).getStatus())
                .as("the model stays")
                .isEqualTo(ModelStatus.LOADED);
    }

    private static void assertExpected(Example example, List<Double> actual) {
        assertThat(actual).hasSameSizeAs(example.expected());
        for (int i = 0; i < actual.size(); i++) {
            double expected = example.expected().get(i);
            assertThat(actual.get(i)).isCloseTo(expected, twoUlp((float) expected));
        }
    }

    private static Offset<Double> twoUlp(float expected) {
        return within((double) (2 * Math.ulp(expected)));
    }
}
