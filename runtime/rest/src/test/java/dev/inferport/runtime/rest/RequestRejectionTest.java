package dev.inferport.runtime.rest;

import static dev.inferport.runtime.rest.RestFixture.body;
import static dev.inferport.runtime.rest.RestFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

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
class RequestRejectionTest {

    @TempDir
    static Path root;

    private static RestFixture rest;

    @BeforeAll
    static void start() throws IOException {
        rest = RestFixture.start(root).withModel("echo", TestModels.Echo.class);
    }

    @AfterAll
    static void stop() {
        rest.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                     | the body is not an inference request (expected: a JSON object)
            []                     | the body is not an inference request (expected: a JSON object)
            {}                     | inputs: missing (expected: a list of tensors)
            {"inputs": []}         | inputs: none (expected: at least one tensor)
            {"inputs": {}}         | inputs: an object (expected: a list)
            {"inputs": null}       | inputs: null (expected: a list)
            {"inputs": [5]}        | inputs[0]: 5 (expected: an object)
            {"inputs": [{}]}       | inputs[0]: name: missing
            {"inputs": [{"name": 5}]} | inputs[0]: name: 5 (expected: a string)
            {"inputs": [{"name": "x"}]} | input 'x': datatype: missing
            {"inputs": [{"name": "x", "datatype": "INT8"}]} | input 'x': shape: missing
            {"inputs": [{"name": "x", "datatype": "INT8", "shape": [1]}]} | input 'x': data: missing
            {"id": 5, "inputs": []} | id: 5 (expected: a string)
            {"parameters": [], "inputs": []} | parameters: a list (expected: an object)
            {"outputs": [{}], "inputs": []} | outputs[0].name: missing
            {"inputs": [], "inputs": []} | the body is not valid JSON: Duplicate field 'inputs' at line 1, column 24
            {"inputs": []} {}      | the body goes on after the JSON object (expected: nothing behind it)
            {"inputs": [           | the body is not valid JSON: it ends too early at line 1, column 13
            {"inputs": [}          | the body is not valid JSON: Unexpected close marker '}': expected ']' at line 1, column 13
            {'inputs': []}         | the body is not valid JSON: Unexpected character (''' (code 39)): was expecting double-quote to start field name at line 1, column 2
            """)
    void aWrongRequestIsToldWhatIsWrong(String request, String error) {
        HttpResponse<String> response = rest.infer("echo", request == null ? "" : request);
        assertThat(json(response).get("error").asText()).isEqualTo(error);
        assertThat(response.statusCode()).isEqualTo(400);
    }

    @Test
    void anUnknownDatatypeIsRefusedWithTheKnownOnes() {
        String error = json(rest.infer("echo", body("INT7", "[1]", "[1]")))
                .get("error")
                .asText();
        assertThat(error).startsWith("input 'x': datatype: 'INT7' (expected: one of [BOOL, ");
    }

    @Test
    void twoInputsOfOneNameAreRefused() {
        String input = "{\"name\":\"x\",\"shape\":[1],\"datatype\":\"INT8\",\"data\":[1]}";
        HttpResponse<String> response = rest.infer("echo", "{\"inputs\":[" + input + "," + input + "]}");
        assertThat(response.statusCode()).isEqualTo(400);
    }

    @Test
    void depthHasABound() {
        String deep = "[".repeat(100_000);
        for (String request : new String[] {
            body("INT64", "[1]", deep), "{\"parameters\": {\"a\": " + deep + "}}", "{\"unknown\": " + deep + "}"
        }) {
            HttpResponse<String> response = rest.infer("echo", request);
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(json(response).get("error").asText()).contains("depth (65) exceeds the maximum allowed (64)");
        }
    }

    @Test
    void aShapeHasABoundOfDimensions() {
        HttpResponse<String> response = rest.infer("echo", body("INT64", "[1" + ",1".repeat(64) + "]", "[1]"));
        assertThat(json(response).get("error").asText()).contains("too many dimensions");
    }

    @Test
    void aHugeNumberIsNotShownInFull() {
        HttpResponse<String> response = rest.infer("echo", body("INT64", "[1]", "[" + "9".repeat(900) + "]"));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body().length()).isLessThan(300);
        assertThat(rest.infer("echo", body("INT64", "[1]", "[" + "9".repeat(100_000) + "]"))
                        .statusCode())
                .isEqualTo(400);
    }
}
