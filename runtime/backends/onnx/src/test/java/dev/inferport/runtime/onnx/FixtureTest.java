package dev.inferport.runtime.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.ResponseOutput;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import dev.inferport.runtime.api.TensorMetadata;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares with the answers of the same library in Python. */
class FixtureTest {

    /** Of the largest value: another processor may have other instructions for the sums. */
    private static final double TOLERANCE = 1e-6;

    @ParameterizedTest
    @MethodSource("dev.inferport.runtime.onnx.Fixture#served")
    void outputsAreThoseOfTheLibraryInPython(Fixture fixture) throws IOException {
        OnnxModel model = Models.load(fixture);
        assertAnswers(fixture, model.predict(fixture.request()));
        assertThat(model.unload()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("dev.inferport.runtime.onnx.Fixture#served")
    void bytesOutsideTheHeapAreTakenAlignedOrNot(Fixture fixture) throws IOException {
        OnnxModel model = Models.load(fixture);
        for (int offset = 0; offset < 9; offset++) {
            InferenceRequest.Builder request = InferenceRequest.builder("m");
            int start = offset;
            fixture.inputs().forEach((name, tensor) -> request.input(name, outsideTheHeap(tensor, start)));
            assertAnswers(fixture, model.predict(request.build()));
        }
        model.unload();
    }

    @ParameterizedTest
    @MethodSource("dev.inferport.runtime.onnx.Fixture#served")
    void theMetadataDescribesInputsAndOutputs(Fixture fixture) throws IOException {
        OnnxModel model = Models.load(fixture);
        assertThat(model.metadata().platform()).isEqualTo("onnxruntime_onnx");
        assertDescribed(model.metadata().inputs(), fixture.inputs().keySet());
        assertDescribed(model.metadata().outputs(), fixture.outputs().keySet());
        for (TensorMetadata input : model.metadata().inputs()) {
            Tensor given = fixture.input(input.name());
            assertThat(given.dataType()).isEqualTo(input.datatype());
            assertThat(given.shape().matches(input.shape())).isTrue();
        }
        for (TensorMetadata output : model.metadata().outputs()) {
            assertThat(fixture.output(output.name()).dataType()).isEqualTo(output.datatype());
        }
        assertThat(model.sizeInBytes()).isNotEmpty();
        model.unload();
    }

    private static void assertDescribed(List<TensorMetadata> described, Iterable<String> names) {
        assertThat(described).extracting(TensorMetadata::name).containsExactlyInAnyOrderElementsOf(names);
    }

    private static void assertAnswers(Fixture fixture, InferenceResponse response) {
        assertThat(response.outputs())
                .extracting(ResponseOutput::name)
                .containsExactlyInAnyOrderElementsOf(fixture.outputs().keySet());
        fixture.outputs().forEach((name, expected) -> {
            Tensor actual = response.output(name).tensor();
            assertThat(actual.toString()).isEqualTo(expected.toString());
            if (expected.dataType() == DataType.FP32 && !fixture.toString().startsWith("type-")) {
                assertThat(actual.toDoubles()).containsExactly(expected.toDoubles(), offset(scale(expected)));
            } else {
                assertThat(actual).isEqualTo(expected);
            }
        });
    }

    private static double scale(Tensor expected) {
        double largest = 1;
        for (double value : expected.toDoubles()) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest * TOLERANCE;
    }

    private static Tensor outsideTheHeap(Tensor tensor, int offset) {
        ByteBuffer direct = ByteBuffer.allocateDirect(tensor.raw().remaining() + offset);
        direct.position(offset);
        direct.put(tensor.raw());
        return Tensor.ofRaw(
                tensor.dataType(),
                Shape.of(tensor.shape().toArray()),
                direct.flip().position(offset));
    }
}
