package dev.inferport.runtime.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import dev.inferport.wire.inference.InferTensorContents;
import dev.inferport.wire.inference.ModelInferRequest;
import dev.inferport.wire.inference.ModelInferResponse;
import dev.inferport.wire.inference.ModelInferResponse.InferOutputTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every datatype, typed and raw, through a real server and back. */
class TensorFormsTest {

    private static ServedRuntime served;

    @BeforeAll
    static void start(@TempDir Path repository) throws Exception {
        served = ServedRuntime.start(repository);
        served.serve("echo", EchoModel.class);
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    static Stream<Tensor> tensors() {
        return Arrays.stream(DataType.values())
                .flatMap(type -> Stream.of(
                        tensor(type, 2, 3), tensor(type, 1), tensor(type), tensor(type, 0, 4), tensor(type, 300)));
    }

    static Stream<Tensor> typedTensors() {
        return tensors().filter(tensor -> ContentsField.of(tensor.dataType()).isPresent());
    }

    @ParameterizedTest
    @MethodSource("tensors")
    void aRawTensorComesBackRawAndUnchanged(Tensor tensor) {
        ModelInferResponse response = served.client().modelInfer(Messages.raw("echo", tensor));

        assertThat(response.getRawOutputContentsList()).containsExactly(ByteString.copyFrom(tensor.raw()));
        assertThat(response.getOutputs(0).hasContents()).isFalse();
        assertDescribes(response.getOutputs(0), tensor);
    }

    @ParameterizedTest
    @MethodSource("typedTensors")
    void aTypedTensorComesBackTypedAndUnchanged(Tensor tensor) throws Exception {
        InferTensorContents contents =
                InferTensorContents.parseFrom(TypedWriter.write(tensor).toByteString());

        ModelInferResponse response = served.client()
                .modelInfer(
                        Messages.request("echo", Messages.describe("x", tensor).setContents(contents))
                                .build());

        assertThat(response.getRawOutputContentsCount()).isZero();
        assertThat(response.getOutputs(0).getContents()).isEqualTo(contents);
        assertThat(contents.getUnknownFields().asMap()).isEmpty();
        assertDescribes(response.getOutputs(0), tensor);
    }

    @Test
    void anOutputWithoutATypedFormMakesTheWholeResponseRaw() throws Exception {
        served.serve("half", HalfModel.class);

        ModelInferResponse response = served.client().modelInfer(Messages.floats("half", 1.5f));

        assertThat(response.getOutputsList())
                .extracting(InferOutputTensor::getDatatype)
                .containsExactly("FP32", "FP16", "BF16");
        assertThat(response.getRawOutputContentsList())
                .extracting(ByteString::size)
                .containsExactly(4, 2, 2);
        assertThat(response.getOutputsList()).noneMatch(InferOutputTensor::hasContents);
    }

    @Test
    void notANumberAndTheInfinitiesAreValuesLikeOthers() {
        ModelInferResponse response = served.client()
                .modelInfer(Messages.floats("echo", Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f));

        assertThat(response.getOutputs(0).getContents().getFp32ContentsList())
                .containsExactly(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f);
    }

    @Test
    void rawTensorsKeepTheirOrder() {
        Tensor floats = Tensor.of(new float[] {1, 2}, 2);
        Tensor texts = Tensor.ofStrings(List.of("a", "", "\u00e4\u20ac"), 3, 1);
        Tensor longs = Tensor.of(new long[] {Long.MIN_VALUE}, 1);
        ModelInferRequest.Builder request = ModelInferRequest.newBuilder().setModelName("echo");
        for (Tensor tensor : List.of(floats, texts, longs)) {
            request.addInputs(Messages.describe("x" + request.getInputsCount(), tensor))
                    .addRawInputContents(UnsafeByteOperations.unsafeWrap(tensor.raw()));
        }

        ModelInferResponse response = served.client().modelInfer(request.build());

        assertThat(response.getRawOutputContentsList()).isEqualTo(request.getRawInputContentsList());
        assertThat(response.getOutputsList())
                .extracting(InferOutputTensor::getName)
                .containsExactly("x0", "x1", "x2");
    }

    private static Tensor tensor(DataType type, long... shape) {
        int count = (int) Shape.of(shape).elementCount();
        Random random = new Random(count);
        if (type == DataType.BYTES) {
            return Tensor.ofBytes(
                    Stream.generate(() -> bytes(random, random.nextInt(9)))
                            .limit(count)
                            .toList(),
                    shape);
        }
        byte[] raw = bytes(random, count * type.size());
        for (int i = 0; type == DataType.BOOL && i < raw.length; i++) {
            raw[i] &= 1;
        }
        return Tensor.ofRaw(type, Shape.of(shape), ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN));
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void assertDescribes(InferOutputTensor output, Tensor tensor) {
        assertThat(output.getName()).isEqualTo("x");
        assertThat(output.getDatatype()).isEqualTo(tensor.dataType().name());
        assertThat(Shape.of(output.getShapeList().stream()
                        .mapToLong(Long::longValue)
                        .toArray()))
                .isEqualTo(tensor.shape());
    }
}
