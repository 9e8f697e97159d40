package dev.inferport.runtime.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxModelTest {

    @Test
    void theServiceLoaderFindsTheBackendUnderItsNames() {
        assertThat(ServiceLoader.load(ModelBackend.class)).singleElement().satisfies(backend -> {
            assertThat(backend.name()).isEqualTo("onnx");
            assertThat(backend.implementations())
                    .containsExactlyInAnyOrder(
                            "dev.inferport.runtime.onnx.OnnxModel", "onnxruntime_onnx", "onnxruntime");
            assertThat(backend.create(ModelSettings.builder("m").build())).isInstanceOf(OnnxModel.class);
        });
    }

    @Test
    void outputsComeInTheOrderOfTheRequest() throws IOException {
        InferenceResponse response = Models.load("two-inputs").predict(sums("gap", "sum"));
        assertThat(response.outputs()).extracting(ResponseOutput::name).containsExactly("gap", "sum");
        assertThat(response.output("gap").tensor()).isEqualTo(Tensor.of(new long[] {-2, 2}, 1, 2));
        assertThat(response.output("sum").tensor()).isEqualTo(Tensor.of(new long[] {4, 8}, 1, 2));
    }

    @Test
    void aScalarHasNoDimensions() throws IOException {
        assertThat(Models.load("two-inputs")
                        .predict(sums("total"))
                        .output("total")
                        .tensor())
                .isEqualTo(Tensor.of(new long[] {6}));
    }

    @Test
    void anUnknownOutputIsRefused() throws IOException {
        assertRefused(Models.load("two-inputs"), sums("product"))
                .hasMessage("output 'product' is none of this model's (expected: [gap, sum, total])");
    }

    @Test
    void anUnknownInputIsRefused() throws IOException {
        assertRefused(Models.load("mlp"), request("y", Tensor.of(new float[4], 1, 4)))
                .hasMessage("input 'y' is none of this model's (expected: [x])");
    }

    @Test
    void aMissingInputIsRefused() throws IOException {
        assertRefused(Models.load("two-inputs"), request("left", Tensor.of(new long[2], 1, 2)))
                .hasMessage("input 'right' is missing (received: [left])");
    }

    @Test
    void aRowOfAnotherWidthIsRefused() throws IOException {
        assertRefused(Models.load("mlp"), request("x", Tensor.of(new float[6], 2, 3)))
                .hasMessage("input 'x': shape [2, 3] (expected: [-1, 4], -1 for any size)");
    }

    @Test
    void aTensorOfAnotherRankIsRefused() throws IOException {
        OnnxModel model = Models.load("mlp");
        for (long[] shape : new long[][] {{4}, {1, 1, 4}, {4, 1, 1, 1}}) {
            assertRefused(model, request("x", Tensor.of(new float[4], shape))).hasMessageContaining("[-1, 4]");
        }
        assertRefused(model, request("x", Tensor.of(new float[1]))).hasMessageContaining("shape [] (expected");
    }

    @Test
    void anotherDatatypeIsRefused() throws IOException {
        OnnxModel model = Models.load("mlp");
        assertRefused(model, request("x", Tensor.of(new double[4], 1, 4)))
                .hasMessage("input 'x': datatype FP64 (expected: FP32)");
        assertRefused(model, request("x", Tensor.ofStrings(List.of("a", "b", "c", "d"), 1, 4)))
                .hasMessage("input 'x': datatype BYTES (expected: FP32)");
    }

    @Test
    void tensorsThatDoNotFitEachOtherAreRefusedByTheNode() throws IOException {
        InferenceRequest request = InferenceRequest.builder("m")
                .input("left", Tensor.of(new long[4], 2, 2))
                .input("right", Tensor.of(new long[6], 3, 2))
                .output(new RequestedOutput("sum"))
                .build();
        assertRefused(Models.load("two-inputs"), request)
                .hasMessageContaining("can't be run on these inputs")
                .hasMessageContaining("node");
    }

    @Test
    void anEmptyBatchHasEmptyOutputs() throws IOException {
        assertThat(Models.load("mlp")
                        .predict(request("x", Tensor.of(new float[0], 0, 4)))
                        .output("p")
                        .tensor()
                        .shape())
                .isEqualTo(Shape.of(0, 3));
        assertThat(Models.load("type-bytes")
                        .predict(request("x", Tensor.ofStrings(List.of(), 0, 2)))
                        .output("same")
                        .tensor())
                .isEqualTo(Tensor.ofStrings(List.of(), 0, 2));
        for (String type : List.of("uint16", "uint32", "uint64", "bool", "fp16")) {
            Tensor empty =
                    Tensor.ofRaw(DataType.of(type.toUpperCase(Locale.ROOT)), Shape.of(0, 3), ByteBuffer.allocate(0));
            assertThat(Models.load("type-" + type)
                            .predict(request("x", empty))
                            .output("same")
                            .tensor())
                    .isEqualTo(empty);
        }
    }

    @Test
    void notANumberGoesThrough() throws IOException {
        float[] row = {Float.NaN, 1, 2, 3};
        assertThat(Models.load("mlp")
                        .predict(request("x", Tensor.of(row, 1, 4)))
                        .output("logits")
                        .tensor()
                        .toFloats())
                .hasSize(3)
                .containsOnly(Float.NaN);
    }

    @Test
    void anyByteButZeroIsTrue() throws IOException {
        Tensor bytes = Tensor.ofRaw(DataType.BOOL, Shape.of(1, 3), ByteBuffer.wrap(new byte[] {2, 0, -1}));
        InferenceResponse response = Models.load("type-bool").predict(request("x", bytes));
        assertThat(response.output("same").tensor()).isEqualTo(Tensor.of(new boolean[] {true, false, true}, 1, 3));
        assertThat(response.output("number").tensor()).isEqualTo(Tensor.of(new float[] {1, 0, 1}, 1, 3));
    }

    @Test
    void probabilitiesOfNumberedClassesComeInTheirOrder() throws IOException {
        ResponseOutput output = Models.load("zipmap-numbers")
                .predict(Fixture.of("zipmap-numbers").request())
                .output("output_probability");
        assertThat(output.tensor().shape()).isEqualTo(Shape.of(30, 3));
        assertThat(output.parameters().string("keys")).contains("[0,1,2]");
    }

    @Test
    void probabilitiesOfNamedClassesComeInTheOrderOfTheirNames() throws IOException {
        OnnxModel model = Models.load("zipmap-texts");
        InferenceResponse response = model.predict(Fixture.of("zipmap-texts").request());
        assertThat(response.output("output_probability").parameters().string("keys"))
                .contains("[\"setosa\",\"versicolor\",\"virginica\"]");
        assertThat(response.output("output_label").tensor().string(0)).isEqualTo("setosa");
        assertThat(model.metadata().outputs())
                .contains(new TensorMetadata("output_probability", DataType.FP32, Shape.of(-1, -1)));
    }

    @Test
    void anEmptyBatchOfMapsIsAnEmptyMatrix() throws IOException {
        assertThat(Models.load("zipmap-numbers")
                        .predict(request("X", Tensor.of(new float[0], 0, 4)))
                        .output("output_probability")
                        .tensor()
                        .elementCount())
                .isZero();
    }

    @Test
    void aSequenceOfTensorsIsLeftOutAndRefusedWhenAskedFor() throws IOException {
        OnnxModel model = Models.load("tensor-sequence");
        assertThat(model.predict(Fixture.of("tensor-sequence").request()).outputs())
                .extracting(ResponseOutput::name)
                .containsExactly("same");
        InferenceRequest request = InferenceRequest.builder("m")
                .input("x", Tensor.of(new float[3], 1, 3))
                .output(new RequestedOutput("rows"))
                .build();
        assertRefused(model, request).hasMessageContaining("output 'rows' is ").hasMessageContaining("as a tensor");
    }

    @Test
    void aMapAsInputIsRefusedAtLoad() {
        assertThatThrownBy(() -> Models.load("map-input"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("input 'x' is no tensor");
    }

    @Test
    void dataOutsideTheFolderIsRefused() {
        assertThatThrownBy(() -> Models.load("external-escape"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'../external/weights.bin' (expected: a file in the model's folder)");
    }

    @Test
    void dataThatIsNotThereIsRefused(@TempDir Path folder) throws IOException {
        Files.copy(Fixture.of("external").file(), folder.resolve("model.onnx"));
        assertThatThrownBy(() -> Models.load(Map.of("uri", folder.toString())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'weights.bin', which is not in the model's folder");
        Files.write(folder.resolve("weights.bin"), new byte[48]);
        assertThat(Models.load(Map.of("uri", folder.toString())).unload()).isTrue();
    }

    @Test
    void charactersBeyondTheBasicPlaneReachTheGraphAsTheyAre() throws IOException {
        Tensor texts = Tensor.ofStrings(List.of("🙂", "𠀀x", "🙂🙂", "a", "Grüße", "日本"), 3, 2);
        assertThat(Models.load("type-bytes")
                        .predict(texts(texts, "number"))
                        .output("number")
                        .tensor())
                .isEqualTo(Tensor.of(new long[] {5, 6, -1, 1, 3, 4}, 3, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"🙂", "𠀀", "x𠀀ð🙂"})
    void aTextThatTheLibraryCannotHandOutIsNoAnswer(String text) throws IOException {
        OnnxModel model = Models.load("type-bytes");
        Tensor texts = Tensor.ofStrings(List.of("plain", text), 1, 2);
        assertThatThrownBy(() -> model.predict(texts(texts, "same")))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNIMPLEMENTED))
                .hasMessageStartingWith("output 'same': text 1 has characters beyond U+FFFF");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ð", "ÿþ", "é", "Ελλάδα", "日本\n", "\u009f"})
    void otherTextsComeBackAsTheyWere(String text) throws IOException {
        Tensor texts = Tensor.ofStrings(List.of(text, "plain"), 1, 2);
        assertThat(Models.load("type-bytes")
                        .predict(texts(texts, "same"))
                        .output("same")
                        .tensor())
                .isEqualTo(texts);
    }

    @Test
    void aTextEndsAtItsFirstZeroWhenItComesBack() throws IOException {
        Tensor texts = Tensor.ofStrings(List.of("a\0b", "a"), 1, 2);
        InferenceResponse response = Models.load("type-bytes").predict(texts(texts, "same", "number"));
        assertThat(response.output("same").tensor().strings()).containsExactly("a", "a");
        assertThat(response.output("number").tensor()).isEqualTo(Tensor.of(new long[] {-1, 1}, 1, 2));
    }

    @Test
    void bytesThatAreNoTextAreNoReasonToFail() throws IOException {
        Tensor bytes = Tensor.ofBytes(
                List.of(new byte[] {(byte) 0xFF, (byte) 0xFE}, "a".getBytes(StandardCharsets.UTF_8)), 1, 2);
        assertThat(Models.load("type-bytes")
                        .predict(texts(bytes, "number"))
                        .output("number")
                        .tensor())
                .isEqualTo(Tensor.of(new long[] {-1, 1}, 1, 2));
    }

    @Test
    void theNumberOfThreadsIsASetting() throws IOException {
        Fixture mlp = Fixture.of("mlp");
        Map<String, ?> extra = Map.of("intra_op_num_threads", 2, "inter_op_num_threads", "2");
        OnnxModel model = Models.load(Map.of("uri", mlp.folder().toString(), "extra", extra));
        assertThat(model.predict(mlp.request()).output("p").tensor().shape()).isEqualTo(Shape.of(20, 3));
        assertThat(model.unload()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "many", "1e3", "99999999999"})
    void aNonsensicalNumberOfThreadsIsRefused(String count) {
        Map<String, ?> parameters =
                Map.of("uri", Fixture.of("mlp").folder().toString(), "extra", Map.of("intra_op_num_threads", count));
        assertThatThrownBy(() -> Models.load(parameters))
                .isInstanceOf(InferenceException.class)
                .hasMessage("parameters.extra.intra_op_num_threads: " + count + " (expected: a number from 1 to 1024)");
    }

    @Test
    void manyThreadsGetEachTheirOwnAnswers() throws Exception {
        OnnxModel model = Models.load("mlp");
        Fixture fixture = Fixture.of("mlp");
        float[] rows = fixture.input("x").toFloats();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                Tensor row = Tensor.of(Arrays.copyOfRange(rows, thread * 4, thread * 4 + 4), 1, 4);
                Tensor expected = model.predict(request("x", row)).output("p").tensor();
                done.add(threads.submit(() -> {
                    for (int i = 0; i < 3000; i++) {
                        assertThat(model.predict(request("x", row)).output("p").tensor())
                                .isEqualTo(expected);
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
        OnnxModel model = Models.load("mlp");
        assertThat(model.unload()).isTrue();
        assertThat(model.unload()).isTrue();
        assertThat(model.sizeInBytes()).isEmpty();
        assertThat(model.metadata().inputs()).isEmpty();
        assertThatThrownBy(() -> model.predict(Fixture.of("mlp").request()))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_READY));
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            OnnxModel model, InferenceRequest request) {
        return assertThatThrownBy(() -> model.predict(request))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID_ARGUMENT));
    }

    private static InferenceRequest request(String name, Tensor tensor) {
        return InferenceRequest.builder("m").input(name, tensor).build();
    }

    private static InferenceRequest texts(Tensor tensor, String... outputs) {
        InferenceRequest.Builder request = InferenceRequest.builder("m").input("x", tensor);
        for (String output : outputs) {
            request.output(new RequestedOutput(output));
        }
        return request.build();
    }

    private static InferenceRequest sums(String... outputs) {
        InferenceRequest.Builder request = InferenceRequest.builder("m")
                .input("left", Tensor.of(new long[] {1, 5}, 1, 2))
                .input("right", Tensor.of(new long[] {3, 3}, 1, 2));
        for (String output : outputs) {
            request.output(new RequestedOutput(output));
        }
        return request.build();
    }
}
