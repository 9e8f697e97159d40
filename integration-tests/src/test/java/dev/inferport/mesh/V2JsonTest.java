package dev.inferport.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.inferport.wire.inference.ModelInferRequest;
import dev.inferport.wire.inference.ModelInferResponse;
import dev.inferport.wire.inference.ModelInferResponse.InferOutputTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class V2JsonTest {

    private final ObjectMapper json = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BOOL   | true, false",
                "INT8   | -128, 127",
                "INT16  | -32768, 32767",
                "INT32  | -2147483648, 2147483647",
                "INT64  | -9223372036854775808, 9223372036854775807",
                "UINT8  | 0, 255",
                "UINT16 | 0, 65535",
                "UINT32 | 0, 4294967295",
                "FP32   | -1.5, 3.0E38",
                "FP64   | -1.5, 1.0E300",
                "BYTES  | \"\", \"añb\"",
            })
    void elementsSurviveBothEncodings(String datatype, String elements) throws Exception {
        var body = json.readTree("{\"inputs\":[{\"name\":\"x\",\"datatype\":\"" + datatype
                + "\",\"shape\":[1,2],\"data\":[[" + elements + "]]}]}");
        var expected = json.readTree("[" + elements + "]");
        for (var raw : new boolean[] {false, true}) {
            var answer = V2Json.response(echo(V2Json.request(body, "m", raw)));
            assertThat(JsonExpectation.firstDifference(
                            expected, answer.path("outputs").path(0).path("data")))
                    .as("%s raw=%s %s", datatype, raw, answer)
                    .isEmpty();
        }
    }

    @Test
    void unsignedLongsStayExact() throws Exception {
        var body = json.readTree(
                "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"UINT64\",\"shape\":[1],\"data\":[18446744073709551615]}]}");
        assertThat(V2Json.request(body, "m", false).getInputs(0).getContents().getUint64Contents(0))
                .isEqualTo(-1L);
    }

    @Test
    void parametersAndRequestedOutputsArePassed() throws Exception {
        var request = V2Json.request(
                json.readTree("{\"id\":\"7\",\"parameters\":{\"b\":true,\"i\":3,\"d\":0.5,\"s\":\"x\"},"
                        + "\"inputs\":[],\"outputs\":[{\"name\":\"y\"}]}"),
                "m",
                false);
        assertThat(request.getId()).isEqualTo("7");
        assertThat(request.getOutputs(0).getName()).isEqualTo("y");
        assertThat(request.getParametersOrThrow("b").getBoolParam()).isTrue();
        assertThat(request.getParametersOrThrow("i").getInt64Param()).isEqualTo(3);
        assertThat(request.getParametersOrThrow("d").getDoubleParam()).isEqualTo(0.5);
        assertThat(request.getParametersOrThrow("s").getStringParam()).isEqualTo("x");
    }

    @Test
    void anUnknownDatatypeIsNamed() throws Exception {
        var body = json.readTree("{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP8\",\"shape\":[1],\"data\":[1]}]}");
        assertThatThrownBy(() -> V2Json.request(body, "m", true)).hasMessageStartingWith("datatype: FP8 (expected: ");
    }

    @Test
    void anAnswerMayHaveMoreThanExpectedButNothingElse() throws Exception {
        var expected = json.readTree("{\"outputs\":[{\"name\":\"y\",\"data\":[1.0,2.0]}]}");
        var same = json.readTree("{\"model_name\":\"m\",\"outputs\":[{\"name\":\"y\",\"data\":[[1.0],[2.0000001]]}]}");
        var other = json.readTree("{\"outputs\":[{\"name\":\"y\",\"data\":[1.0,2.1]}]}");
        assertThat(JsonExpectation.firstDifference(expected, same)).isEmpty();
        assertThat(JsonExpectation.firstDifference(expected, other))
                .contains("answer.outputs[0].data[1] is 2.1 (expected: 2.0)");
        assertThat(JsonExpectation.firstDifference(expected, json.readTree("{}")))
                .contains("answer.outputs is missing (expected: [{\"name\":\"y\",\"data\":[1.0,2.0]}])");
    }

    private static ModelInferResponse echo(ModelInferRequest request) {
        var response = ModelInferResponse.newBuilder()
                .setModelName(request.getModelName())
                .addAllRawOutputContents(request.getRawInputContentsList());
        request.getInputsList()
                .forEach(input -> response.addOutputs(InferOutputTensor.newBuilder()
                        .setName(input.getName())
                        .setDatatype(input.getDatatype())
                        .addAllShape(input.getShapeList())
                        .setContents(input.getContents())));
        return response.build();
    }
}
