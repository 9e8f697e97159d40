package dev.inferport.runtime.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import dev.inferport.wire.inference.InferTensorContents;
import dev.inferport.wire.inference.ModelInferRequest;
import dev.inferport.wire.inference.ModelInferRequest.InferInputTensor;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that break the protocol: each is INVALID_ARGUMENT, and says of which tensor, what, and what was expected.
 */
class BadRequestTest {

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

    static Stream<Arguments> badRequests() {
        return Stream.of(
                arguments(Messages.request("echo"), "inputs: none (expected: at least one tensor)"),
                arguments(
                        typed("INT322", contents().addIntContents(1), 1),
                        "input 'x': datatype: 'INT322' (expected: one of ["),
                arguments(typed("", contents().addIntContents(1), 1), "input 'x': datatype: '' (expected: one of ["),
                arguments(
                        typed("FP32", contents().addFp64Contents(1), 1),
                        "input 'x': contents: fp64_contents (expected: only fp32_contents for FP32)"),
                arguments(
                        typed("FP32", contents().addFp32Contents(1).addInt64Contents(1), 1),
                        "input 'x': contents: int64_contents (expected: only fp32_contents for FP32)"),
                arguments(
                        typed("INT64", contents().addIntContents(1), 1),
                        "input 'x': contents: int_contents (expected: only int64_contents for INT64)"),
                arguments(
                        typed("FP16", contents().addFp32Contents(1), 1),
                        "input 'x': contents: no field for FP16 (expected: FP16 in raw_input_contents only)"),
                arguments(
                        typed(
                                "FP32",
                                contents().addFp32Contents(1).addFp32Contents(2).addFp32Contents(3),
                                2,
                                2),
                        "input 'x': fp32_contents: 3 elements (expected: 4 for FP32 of shape [2, 2])"),
                arguments(
                        typed("FP32", contents(), 2),
                        "input 'x': fp32_contents: 0 elements (expected: 2 for FP32 of shape [2])"),
                arguments(
                        typed("BYTES", contents().addBytesContents(ByteString.EMPTY), 2),
                        "input 'x': bytes_contents: 1 elements (expected: 2 for BYTES of shape [2])"),
                arguments(
                        typed("FP32", contents().addFp32Contents(1), -1),
                        "input 'x': shape: [-1] (expected: no negative dimension)"),
                arguments(
                        typed("FP32", contents().addFp32Contents(1), Long.MAX_VALUE, 3),
                        "input 'x': shape: [9223372036854775807, 3] (expected: fewer than 2^63 elements)"),
                arguments(
                        typed("INT8", contents().addIntContents(1).addIntContents(128), 2),
                        "input 'x': int_contents[1]: 128 (expected: within INT8)"),
                arguments(
                        typed("INT16", contents().addIntContents(-32769), 1),
                        "input 'x': int_contents[0]: -32769 (expected: within INT16)"),
                arguments(
                        typed("UINT8", contents().addUintContents(256), 1),
                        "input 'x': uint_contents[0]: 256 (expected: within UINT8)"),
                arguments(
                        typed("UINT16", contents().addUintContents(-1), 1),
                        "input 'x': uint_contents[0]: 4294967295 (expected: within UINT16)"),
                arguments(
                        Messages.request("echo", Messages.floatInput("x", 1), Messages.floatInput("x", 1)),
                        "input 'x' is given twice"),
                arguments(raw("FP32", 3, 1), "input 'x': raw data: 3 bytes (expected: 1 x 4 for FP32 of shape [1])"),
                arguments(raw("FP32", 8, 1), "input 'x': raw data: 8 bytes (expected: 1 x 4 for FP32 of shape [1])"),
                arguments(raw("FP32", 4, -1), "input 'x': shape: [-1] (expected: no negative dimension)"),
                arguments(
                        raw("BYTES", 6, 2),
                        "input 'x': raw data: 6 bytes (expected: 2 elements for BYTES of shape [2]"),
                arguments(raw("BYTES", 5, 1), "input 'x': raw data: 1 bytes after the last of 1 elements"),
                arguments(
                        Messages.request("echo", Messages.input("x", "BYTES", 1))
                                .addRawInputContents(ByteString.copyFrom(new byte[] {(byte) 200, 0, 0, 0, 'a', 'b'})),
                        "input 'x': raw data: element 0 of a BYTES tensor reaches beyond the end"),
                arguments(
                        raw("FP32", 4, 1).addRawInputContents(ByteString.EMPTY),
                        "raw_input_contents: 2 entries (expected: 1, one for each input)"),
                arguments(
                        raw("FP32", 4, 1).addInputs(Messages.floatInput("y", 1)),
                        "raw_input_contents: 1 entries (expected: 2, one for each input)"),
                arguments(
                        Messages.request("echo", Messages.floatInput("x", 1)).addRawInputContents(zeros(4)),
                        "input 'x': contents: fp32_contents (expected: no contents in a request that has"
                                + " raw_input_contents)"),
                arguments(
                        Messages.request(""), "model name: empty (expected: a name in the request, or in the metadata"),
                arguments(
                        Messages.request("echo", Messages.floatInput("x", 1)).setModelVersion("v9"),
                        "model 'echo' has no version 'v9'"));
    }

    @ParameterizedTest
    @MethodSource("badRequests")
    void aBadRequestIsAnInvalidArgumentThatSaysWhatIsWrong(ModelInferRequest.Builder request, String expected) {
        Status status = Messages.failure(() -> served.client().modelInfer(request.build()));

        assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status.getDescription()).startsWith(expected).doesNotEndWith("not found");
    }

    private static ModelInferRequest.Builder typed(
            String datatype, InferTensorContents.Builder contents, long... shape) {
        return Messages.request("echo", Messages.input("x", datatype, shape).setContents(contents));
    }

    private static ModelInferRequest.Builder raw(String datatype, int bytes, long... shape) {
        InferInputTensor.Builder input = Messages.input("x", datatype, shape);
        return Messages.request("echo", input).addRawInputContents(zeros(bytes));
    }

    private static InferTensorContents.Builder contents() {
        return InferTensorContents.newBuilder();
    }

    private static ByteString zeros(int count) {
        return ByteString.copyFrom(new byte[count]);
    }
}
