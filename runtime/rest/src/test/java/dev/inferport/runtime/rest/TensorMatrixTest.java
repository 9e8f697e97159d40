package dev.inferport.runtime.rest;

import static dev.inferport.runtime.rest.RestFixture.body;
import static dev.inferport.runtime.rest.RestFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(LeakGuard.class)
class TensorMatrixTest {

    @TempDir
    static Path root;

    private static RestFixture rest;

    @BeforeAll
    static void start() throws IOException {
        rest = RestFixture.start(root).withModel("echo", TestModels.Echo.class);
        rest.withModel("peculiar", TestModels.Peculiar.class);
    }

    @AfterAll
    static void stop() {
        rest.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            BOOL   | [4]   | [true, false, 1, 0]                       | [true,false,true,false]
            INT8   | [3]   | [-128, 0, 127]                            | [-128,0,127]
            INT16  | [2]   | [-32768, 32767]                           | [-32768,32767]
            INT32  | [2]   | [-2147483648, 2147483647]                 | [-2147483648,2147483647]
            INT64  | [2]   | [-9223372036854775808, 9223372036854775807] | [-9223372036854775808,9223372036854775807]
            UINT8  | [2]   | [0, 255]                                  | [0,255]
            UINT16 | [2]   | [0, 65535]                                | [0,65535]
            UINT32 | [2]   | [0, 4294967295]                           | [0,4294967295]
            UINT64 | [3]   | [0, 9223372036854775808, 18446744073709551615] | [0,9223372036854775808,18446744073709551615]
            INT32  | [2]   | [1.0, -2e3]                               | [1,-2000]
            FP16   | [4]   | [1.5, -2, 65504, 6e-8]                    | [1.5,-2.0,65504.0,5.9604645E-8]
            BF16   | [3]   | [1.5, -2, 3e38]                           | [1.5,-2.0,3.0040553E38]
            FP32   | [5]   | [0.1, -0.0, 3.4028235e38, 1.4e-45, 16777217] | [0.1,-0.0,3.4028235E38,1.4E-45,1.6777216E7]
            FP64   | [3]   | [0.1, 1.7976931348623157e308, 4.9e-324]   | [0.1,1.7976931348623157E308,4.9E-324]
            FP32   | [6]   | [null, NaN, "NaN", Infinity, "-Infinity", -Infinity] | [null,null,null,null,null,null]
            FP16   | [2]   | [null, "Infinity"]                        | [null,null]
            FP64   | [2]   | [null, "Infinity"]                        | [null,null]
            BYTES  | [4]   | ["", "text", "grün \\ud83d\\ude00", "\\u0000\\"\\\\"] | ["","text","grün 😀","\\u0000\\"\\\\"]
            INT64  | [0]   | []                                        | []
            INT64  | [0,3] | []                                        | []
            INT64  | [2,0] | [[], []]                                  | []
            INT64  | []    | 5                                         | [5]
            INT64  | []    | [5]                                       | [5]
            BYTES  | [1]   | "word"                                    | ["word"]
            INT64  | [2,2] | [[1, 2], [3, 4]]                          | [1,2,3,4]
            INT64  | [2,2] | [1, 2, 3, 4]                              | [1,2,3,4]
            FP32   | [1,2,1,2] | [[[[1, 2]], [[3, 4]]]]                | [1.0,2.0,3.0,4.0]
            """)
    void elementsComeBackAsTheyWent(String type, String shape, String data, String expected) {
        HttpResponse<String> response = rest.infer("echo", body(type, shape, data));
        assertThat(response.body())
                .isEqualTo("{\"model_name\":\"echo\",\"outputs\":[{\"name\":\"x\",\"shape\":" + shape
                        + ",\"datatype\":\"" + type + "\",\"data\":" + expected + "}]}");
        assertThat(response.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            INT8   | [2] | [1, 300]    | input 'x': data[1]: 300 (expected: an integer from -128 to 127 for INT8)
            UINT8  | [1] | [-1]        | input 'x': data[0]: -1 (expected: an integer from 0 to 255 for UINT8)
            INT32  | [1] | [1.9]       | input 'x': data[0]: 1.9 (expected: an integer from -2147483648 to 2147483647 for INT32)
            INT64  | [1] | [9223372036854775808] | input 'x': data[0]: 9223372036854775808 (expected: an integer from -9223372036854775808 to 9223372036854775807 for INT64)
            UINT64 | [1] | [18446744073709551616] | input 'x': data[0]: 18446744073709551616 (expected: an integer from 0 to 18446744073709551615 for UINT64)
            UINT64 | [1] | [-1]        | input 'x': data[0]: -1 (expected: an integer from 0 to 18446744073709551615 for UINT64)
            INT64  | [1] | [null]      | input 'x': data[0]: null (expected: an integer from -9223372036854775808 to 9223372036854775807 for INT64)
            INT64  | [1] | ["1"]       | input 'x': data[0]: '1' (expected: an integer from -9223372036854775808 to 9223372036854775807 for INT64)
            INT64  | [1] | [1e30]      | input 'x': data[0]: 1e30 (expected: an integer from -9223372036854775808 to 9223372036854775807 for INT64)
            INT8   | [1] | [NaN]       | input 'x': data[0]: NaN (expected: an integer from -128 to 127 for INT8)
            FP16   | [1] | [70000]     | input 'x': data[0]: 70000 (expected: a number in the range of FP16)
            FP32   | [1] | [1e39]      | input 'x': data[0]: 1e39 (expected: a number in the range of FP32)
            FP64   | [1] | [1e400]     | input 'x': data[0]: 1e400 (expected: a number in the range of FP64)
            FP32   | [1] | ["1"]       | input 'x': data[0]: '1' (expected: a number, null or 'NaN' for FP32)
            FP32   | [1] | [true]      | input 'x': data[0]: true (expected: a number, null or 'NaN' for FP32)
            FP32   | [1] | [{}]        | input 'x': data[0]: an object (expected: a number, null or 'NaN' for FP32)
            BOOL   | [1] | ["false"]   | input 'x': data[0]: 'false' (expected: true or false for BOOL)
            BOOL   | [1] | [2]         | input 'x': data[0]: 2 (expected: true or false for BOOL)
            BOOL   | [1] | [null]      | input 'x': data[0]: null (expected: true or false for BOOL)
            BYTES  | [1] | [1]         | input 'x': data[0]: 1 (expected: a string for BYTES)
            INT64  | [3] | [1, 2]      | input 'x': data: 2 elements (expected: 3 for the shape [3])
            INT64  | [2] | [1, 2, 3]   | input 'x': data: 3 elements (expected: 2 for the shape [2])
            INT64  | [9223372036854775807] | [1] | input 'x': data: 1 elements (expected: 9223372036854775807 for the shape [9223372036854775807])
            INT64  | [4294967296, 4294967296] | [1] | input 'x': shape: [4294967296, 4294967296] (expected: fewer than 2^63 elements)
            INT64  | [2, 3] | [[1, 2], [3, 4]] | input 'x': data: nested as [2, 2] (expected: [2, 3], the shape, or a flat list of 6 elements)
            INT64  | [2, 2] | [[1, 2], [3]] | input 'x': data: ragged, with a list of 1 where others of its level have 2 (expected: lists of equal length)
            INT64  | [2] | [1, [2]]    | input 'x': data: ragged, with a list where others of its level are elements (expected: lists of equal length)
            INT64  | [2] | [[1], 2]    | input 'x': data: ragged, with an element where others of its level are lists (expected: lists of equal length)
            INT64  | [2] | [[], 2]     | input 'x': data: ragged, with an element where others of its level are lists (expected: lists of equal length)
            INT64  | [-1] | [1]        | input 'x': shape[0]: -1 (expected: an integer of 0 or more)
            INT64  | [1.5] | [1]       | input 'x': shape[0]: 1.5 (expected: an integer of 0 or more)
            INT64  | 1   | [1]         | input 'x': shape: 1 (expected: a list)
            """)
    void whatDoesNotFitIsRefusedByName(String type, String shape, String data, String error) {
        HttpResponse<String> response = rest.infer("echo", body(type, shape, data));
        assertThat(json(response).get("error").asText()).isEqualTo(error);
        assertThat(response.statusCode()).isEqualTo(400);
    }

    @Test
    void halfASurrogatePairIsNoText() {
        HttpResponse<String> response = rest.infer("echo", body("BYTES", "[1]", "[\"\\ud800\"]"));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("expected: text for BYTES, without half a surrogate pair");
    }

    @Test
    void theOrderOfKeysDoesNotMatter() {
        String[] bodies = {
            "{\"inputs\":[{\"data\":[[1,2],[3,4]],\"shape\":[2,2],\"datatype\":\"INT8\",\"name\":\"x\"}],\"id\":\"i\"}",
            "{\"id\":\"i\",\"inputs\":[{\"shape\":[2,2],\"data\":[1,2,3,4],\"name\":\"x\",\"datatype\":\"INT8\"}]}",
            "{\"inputs\":[{\"datatype\":\"INT8\",\"data\":[1,2,3,4],\"name\":\"x\",\"shape\":[2,2]}],\"id\":\"i\"}",
            "{\"ü\":{\"x\":[1]},\"inputs\":[{\"y\":[[]],\"data\" : [1,2,3,4] ,\"name\":\"x\",\"z\":null,"
                    + "\"shape\":[2,2],\"datatype\":\"INT8\"}],\"id\":\"i\"}",
        };
        for (String request : bodies) {
            assertThat(rest.infer("echo", request).body())
                    .isEqualTo("{\"model_name\":\"echo\",\"id\":\"i\",\"outputs\":[{\"name\":\"x\",\"shape\":[2,2],"
                            + "\"datatype\":\"INT8\",\"data\":[1,2,3,4]}]}");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            INT64 | 5       | [5]
            FP64  | 2.5     | [2.5]
            BOOL  | true    | [true]
            BYTES | "w,}"   | ["w,}"]
            FP32  | NaN     | [null]
            """)
    void aSingleElementMayComeBeforeItsDatatype(String type, String data, String expected) {
        String request =
                "{\"inputs\":[{\"name\":\"x\",\"data\":" + data + ",\"shape\":[1],\"datatype\":\"" + type + "\"}]}";
        assertThat(rest.infer("echo", request).body()).contains("\"data\":" + expected);
    }

    @Test
    void parametersOfAnyKindComeBack() {
        String parameters = "{\"b\":true,\"i\":-5,\"u\":18446744073709551615,\"d\":1.5,\"s\":\"ü\","
                + "\"l\":[1,null,[\"x\"]],\"m\":{\"k\":{\"k\":false}},\"huge\":1e30}";
        String request =
                body("INT64", "[1]", "[1]").replace("{\"inputs\"", "{\"parameters\": " + parameters + ", \"inputs\"");
        JsonNode response = json(rest.infer("echo", request));
        assertThat(response.get("parameters")).isEqualTo(json(parameters));
    }

    @Test
    void nullStandsForWhatIsNotThere() {
        String request = "{\"id\":null,\"parameters\":null,\"outputs\":null,\"inputs\":[{\"name\":\"x\",\"shape\":[1],"
                + "\"datatype\":\"INT8\",\"parameters\":{\"content_type\":null},\"data\":[1]}]}";
        assertThat(rest.infer("echo", request).body())
                .isEqualTo("{\"model_name\":\"echo\",\"outputs\":[{\"name\":\"x\",\"shape\":[1],\"datatype\":\"INT8\","
                        + "\"data\":[1]}]}");
    }

    @Test
    void bytesThatAreNoTextAreBase64() {
        JsonNode output = json(rest.infer("peculiar", body("INT64", "[1]", "[1]")))
                .get("outputs")
                .get(0);
        assertThat(output.get("data")).isEqualTo(json("[\"/wA=\", \"YQ==\"]"));
        assertThat(output.get("parameters")).isEqualTo(json("{\"content_type\": \"base64\"}"));
    }

    @Test
    void base64InARequestIsLeftToTheModel() {
        String request = body("BYTES", "[1]", "[\"/wA=\"]")
                .replace("\"data\"", "\"parameters\": {\"content_type\": \"base64\"}, \"data\"");
        JsonNode output = json(rest.infer("echo", request)).get("outputs").get(0);
        assertThat(output.get("data")).isEqualTo(json("[\"/wA=\"]"));
        assertThat(output.get("parameters")).isEqualTo(json("{\"content_type\": \"base64\"}"));
    }
}
