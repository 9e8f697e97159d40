package dev.inferport.runtime.pmml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.RequestedOutput;
import dev.inferport.runtime.api.ResponseOutput;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import dev.inferport.runtime.api.TensorMetadata;
import dev.inferport.runtime.api.spi.ModelBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PmmlModelTest {

    private static final Fixture LOGISTIC = Fixture.of("logistic");
    private static final Fixture TREE = Fixture.of("tree");

    @Test
    void theServiceLoaderFindsTheBackend() {
        assertThat(ServiceLoader.load(ModelBackend.class)).singleElement().satisfies(backend -> {
            assertThat(backend.name()).isEqualTo("pmml");
            assertThat(backend.implementations()).containsExactly("dev.inferport.runtime.pmml.PmmlModel");
            assertThat(backend.create(ModelSettings.builder("m").build())).isInstanceOf(PmmlModel.class);
        });
    }

    @ParameterizedTest
    @MethodSource("dev.inferport.runtime.pmml.Fixture#all")
    void outputsAreThoseOfTheLibraryOrTheFormula(Fixture fixture) throws IOException {
        PmmlModel model = Models.load(fixture.file());
        assertAnswers(fixture, model.predict(Models.matrix(fixture)));
        assertAnswers(fixture, model.predict(Models.columns(fixture)));
    }

    @ParameterizedTest
    @MethodSource("dev.inferport.runtime.pmml.Fixture#all")
    void theMetadataDescribesInputsAndOutputs(Fixture fixture) throws IOException {
        PmmlModel model = Models.load(fixture.file());
        assertThat(model.metadata().platform()).isEqualTo("pmml");
        assertThat(model.metadata().inputs())
                .extracting(TensorMetadata::name)
                .containsExactlyElementsOf(fixture.inputs());
        assertThat(model.metadata().outputs()).extracting(TensorMetadata::name).containsAll(fixture.outputs());
        assertThat(model.sizeInBytes()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.pmml", "model.xml"})
    void aFolderMayHoldAnyOfTheWellKnownFiles(String name, @TempDir Path folder) throws IOException {
        Files.copy(TREE.file(), folder.resolve(name));
        assertThat(Models.load(folder).unload()).isTrue();
    }

    @Test
    void numbersMayBeTensorsOfNumbers() throws IOException {
        PmmlModel model = Models.load(LOGISTIC.file());
        Tensor floats = Tensor.of(new float[] {0.5f, 0.25f, -0.5f, 0.75f}, 2, 2);
        Tensor texts = Tensor.ofStrings(List.of("0.5", "0.25", "-0.5", "0.75"), 2, 2);
        assertThat(model.predict(request(floats)).outputs())
                .isEqualTo(model.predict(request(texts)).outputs());
    }

    @Test
    void notANumberIsAMissingValue() throws IOException {
        Tensor answer = Models.load(LOGISTIC.file())
                .predict(request(Tensor.of(new double[] {Double.NaN, 1}, 1, 2)))
                .output("probability_yes")
                .tensor();
        assertThat(answer.toDoubles()).containsExactly(Double.NaN);
    }

    @Test
    void outputsComeInTheOrderOfTheRequest() throws IOException {
        InferenceResponse response = Models.load(LOGISTIC.file())
                .predict(request(Tensor.of(new float[2], 1, 2), "probability_yes", "predicted_y"));
        assertThat(response.outputs())
                .extracting(ResponseOutput::name)
                .containsExactly("probability_yes", "predicted_y");
    }

    @Test
    void anUnknownOutputIsRefused() throws IOException {
        assertRefused(Models.load(LOGISTIC.file()), request(Tensor.of(new float[2], 1, 2), "margin"))
                .hasMessageStartingWith("output 'margin' is none of this model's (expected: [predicted_y, ");
    }

    @Test
    void aRowOfAnotherWidthIsRefused() throws IOException {
        assertRefused(Models.load(LOGISTIC.file()), request(Tensor.of(new float[3], 1, 3)))
                .hasMessage("input 'x': shape [1, 3] (expected: [rows, 2] with the fields [a, b], or one tensor for"
                        + " each of them)");
    }

    @Test
    void anUnknownFieldIsRefused() throws IOException {
        InferenceRequest request = InferenceRequest.builder("m")
                .input("a", Tensor.of(new float[1], 1))
                .input("c", Tensor.of(new float[1], 1))
                .build();
        assertRefused(Models.load(LOGISTIC.file()), request)
                .hasMessage("input 'c' is no field of this model (expected: [a, b])");
    }

    @Test
    void aNumberIsNoText() throws IOException {
        assertRefused(Models.load(TREE.file()), request(Tensor.of(new float[2], 1, 2)))
                .hasMessage("input 'x': datatype FP32 (expected: BYTES for the field 'colour')");
    }

    @Test
    void aTextThatIsNoNumberIsRefused() throws IOException {
        assertRefused(Models.load(LOGISTIC.file()), request(Tensor.ofStrings(List.of("1", "two"), 1, 2)))
                .hasMessage("input 'x': 'two' (expected: a number for the field 'b')");
    }

    @Test
    void anEmptyBatchHasEmptyOutputs() throws IOException {
        InferenceResponse response = Models.load(LOGISTIC.file()).predict(request(Tensor.of(new float[0], 0, 2)));
        assertThat(response.output("predicted_y").tensor()).isEqualTo(Tensor.ofStrings(List.of(), 0, 1));
        assertThat(response.output("probability_yes").tensor().shape()).isEqualTo(Shape.of(0, 1));
    }

    @Test
    void manyThreadsGetEachTheirOwnAnswers() throws Exception {
        PmmlModel model = Models.load(LOGISTIC.file());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                InferenceRequest request = request(Tensor.of(new double[] {thread / 8.0, 0.5}, 1, 2));
                List<ResponseOutput> expected = model.predict(request).outputs();
                done.add(threads.submit(() -> {
                    for (int i = 0; i < 2000; i++) {
                        assertThat(model.predict(request).outputs()).isEqualTo(expected);
                    }
                }));
            }
            for (Future<?> future : done) {
                future.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aModelThatIsUnloadedHasNoSizeAndNoAnswers() throws IOException {
        PmmlModel model = Models.load(TREE.file());
        assertThat(model.unload()).isTrue();
        assertThat(model.sizeInBytes()).isEmpty();
        assertThatThrownBy(() -> model.predict(Models.matrix(TREE)))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_READY));
    }

    private static void assertAnswers(Fixture fixture, InferenceResponse response) {
        for (String name : fixture.outputs()) {
            Tensor actual = response.output(name).tensor();
            List<String> expected = fixture.column(name);
            assertThat(actual.shape()).isEqualTo(Shape.of(expected.size(), 1));
            if (actual.dataType() == DataType.BYTES) {
                assertThat(actual.strings()).isEqualTo(expected);
            } else {
                double[] numbers =
                        expected.stream().mapToDouble(Double::parseDouble).toArray();
                assertThat(actual.toDoubles()).containsExactly(numbers, offset(largest(numbers) * fixture.tolerance()));
            }
        }
    }

    private static double largest(double[] numbers) {
        return Arrays.stream(numbers).map(Math::abs).reduce(1, Math::max);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            PmmlModel model, InferenceRequest request) {
        return assertThatThrownBy(() -> model.predict(request))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID_ARGUMENT));
    }

    private static InferenceRequest request(Tensor tensor, String... outputs) {
        InferenceRequest.Builder request = InferenceRequest.builder("m").input("x", tensor);
        for (String output : outputs) {
            request.output(new RequestedOutput(output));
        }
        return request.build();
    }
}
