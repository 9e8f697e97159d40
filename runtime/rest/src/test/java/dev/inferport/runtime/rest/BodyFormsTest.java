package dev.inferport.runtime.rest;

import static dev.inferport.runtime.rest.RestFixture.body;
import static dev.inferport.runtime.rest.RestFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Binary tensor data, and compression. */
@ExtendWith(LeakGuard.class)
class BodyFormsTest {

    private static final int MAX_BODY = 1 << 20;

    @TempDir
    static Path root;

    private static RestFixture rest;

    @BeforeAll
    static void start() throws IOException {
        rest = RestFixture.start(root, b -> b.limits(RestLimits.defaults().withMaxBodyBytes(MAX_BODY)))
                .withModel("echo", TestModels.Echo.class);
    }

    @AfterAll
    static void stop() {
        rest.close();
    }

    private static HttpResponse<byte[]> post(String json, byte[] binary, int jsonLength) {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(text, text.length + binary.length);
        System.arraycopy(binary, 0, all, text.length, binary.length);
        return rest.send(
                rest.request("/v2/models/echo/infer")
                        .header("Inference-Header-Content-Length", Integer.toString(jsonLength))
                        .POST(BodyPublishers.ofByteArray(all)),
                BodyHandlers.ofByteArray());
    }

    private static String binaryInput(String name, String type, String shape, int size) {
        return "{\"name\":\"" + name + "\",\"datatype\":\"" + type + "\",\"shape\":" + shape
                + ",\"parameters\":{\"binary_data_size\":" + size + "}}";
    }

    @Test
    void binaryInputsAndOutputsGoBesideJsonOnes() {
        ByteBuffer binary = ByteBuffer.allocate(17).order(ByteOrder.LITTLE_ENDIAN);
        binary.putFloat(1.5f).putFloat(-2f).putInt(5).put("hello".getBytes(StandardCharsets.UTF_8));
        String request = "{\"parameters\":{\"binary_data_output\":true},\"inputs\":["
                + binaryInput("a", "FP32", "[2]", 8)
                + ",{\"name\":\"b\",\"datatype\":\"INT8\",\"shape\":[1],\"data\":[3]},"
                + binaryInput("c", "BYTES", "[1]", 9)
                + "],\"outputs\":[{\"name\":\"b\",\"parameters\":{\"binary_data\":false}},{\"name\":\"a\"}]}";

        HttpResponse<byte[]> response = post(request, binary.array(), request.length());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/octet-stream");
        int length = (int) response.headers()
                .firstValueAsLong("Inference-Header-Content-Length")
                .orElseThrow();
        JsonNode outputs = json(new String(response.body(), 0, length, StandardCharsets.UTF_8))
                .get("outputs");
        assertThat(outputs.get(0).get("parameters")).isEqualTo(json("{\"binary_data_size\": 8}"));
        assertThat(outputs.get(0).has("data")).isFalse();
        assertThat(outputs.get(1).get("data")).isEqualTo(json("[3]"));
        assertThat(outputs.get(2).get("parameters")).isEqualTo(json("{\"binary_data_size\": 9}"));
        assertThat(Arrays.copyOfRange(response.body(), length, response.body().length))
                .isEqualTo(binary.array());
    }

    @Test
    void binaryDataThatDoesNotFitIsRefused() {
        String input = "{\"inputs\":[" + binaryInput("a", "INT32", "[1]", 4) + "]}";
        assertThat(error(post(input, new byte[3], input.length())))
                .startsWith("input 'a': parameters.binary_data_size: 4 (expected: 0 to 3");
        assertThat(error(post(input, new byte[5], input.length())))
                .startsWith("binary data: 1 bytes that belong to no input");
        assertThat(error(post(input, new byte[0], input.length() + 1)))
                .startsWith("Inference-Header-Content-Length: " + (input.length() + 1));
        assertThat(error(post(input, new byte[0], -1))).startsWith("Inference-Header-Content-Length: -1");
        String wrongSize = "{\"inputs\":[" + binaryInput("a", "INT32", "[2]", 4) + "]}";
        assertThat(error(post(wrongSize, new byte[4], wrongSize.length()))).startsWith("input 'a': raw data: 4 bytes");
        String both = input.replace("\"parameters\"", "\"data\":[1],\"parameters\"");
        assertThat(error(post(both, new byte[4], both.length()))).contains("both given");
        assertThat(json(rest.infer("echo", input)).get("error").asText())
                .contains("Inference-Header-Content-Length gives");
    }

    private static String error(HttpResponse<byte[]> response) {
        assertThat(response.statusCode()).isEqualTo(400);
        return json(new String(response.body(), StandardCharsets.UTF_8))
                .get("error")
                .asText();
    }

    @Test
    void aCompressedRequestIsInflated() throws IOException {
        byte[] compressed = gzip(body("INT64", "[3]", "[1,2,3]").getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> response = rest.send(rest.request("/v2/models/echo/infer")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(compressed)));
        assertThat(response.body()).contains("\"data\":[1,2,3]");
    }

    @Test
    void aCompressedRequestThatInflatesToTooMuchIsRefused() throws IOException {
        byte[] bomb = gzip(new byte[64 << 20]);
        assertThat(bomb.length).isLessThan(MAX_BODY);
        HttpResponse<String> response = rest.send(rest.request("/v2/models/echo/infer")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(bomb)));
        assertThat(response.statusCode()).isEqualTo(413);
    }

    @Test
    void aBrokenOrUnknownCompressionIsRefused() {
        var request = rest.request("/v2/models/echo/infer").POST(BodyPublishers.ofString("no gzip"));
        assertThat(rest.send(request.copy().header("Content-Encoding", "gzip")).statusCode())
                .isEqualTo(400);
        assertThat(rest.send(request.copy().header("Content-Encoding", "br")).statusCode())
                .isEqualTo(415);
    }

    @Test
    void aLargeResponseIsCompressedForWhoTakesIt() throws IOException {
        String request = body("INT64", "[1000]", "[1" + ",1".repeat(999) + "]");
        HttpResponse<byte[]> response = rest.send(
                rest.request("/v2/models/echo/infer")
                        .header("Accept-Encoding", "br, gzip;q=0.5")
                        .POST(BodyPublishers.ofString(request)),
                BodyHandlers.ofByteArray());
        assertThat(response.headers().firstValue("content-encoding")).hasValue("gzip");
        assertThat(response.headers().firstValue("vary")).hasValue("accept-encoding");
        try (var in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).endsWith(",1,1]}]}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "gzip;q=0", "gzip; q=0.0", "br"})
    void aResponseStaysAsItIsForOthers(String accepted) {
        String request = body("INT64", "[1000]", "[1" + ",1".repeat(999) + "]");
        HttpResponse<String> response = rest.send(rest.request("/v2/models/echo/infer")
                .header("Accept-Encoding", accepted)
                .POST(BodyPublishers.ofString(request)));
        assertThat(response.headers().firstValue("content-encoding")).isEmpty();
    }

    @Test
    void aSmallResponseIsNotWorthIt() {
        HttpResponse<String> response =
                rest.send(rest.request("/v2").header("Accept-Encoding", "gzip").GET());
        assertThat(response.headers().firstValue("content-encoding")).isEmpty();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
