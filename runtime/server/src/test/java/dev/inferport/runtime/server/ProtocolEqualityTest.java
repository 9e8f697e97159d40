package dev.inferport.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.inferport.runtime.server.WireClient.Answer;
import dev.inferport.runtime.server.WireClient.Way;
import dev.inferport.wire.inference.InferParameter;
import dev.inferport.wire.inference.ModelInferRequest;
import dev.inferport.wire.inference.ModelInferResponse;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One table of requests, good and bad, each asked in all four ways that the protocol has, with one answer to all. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProtocolEqualityTest {

    private static final List<Long> TWO_BY_TWO = List.of(2L, 2L);

    private StartedServer server;
    private WireClient client;

    @BeforeAll
    void start(@TempDir Path root) throws Exception {
        TestModels.write(root, "mirror", "mirror", TestModels.Mirror.class, "v1");
        TestModels.write(root, "failing", TestModels.Failing.class);
        TestModels.write(root, "picky", TestModels.Picky.class);
        server = StartedServer.start(root, Map.of());
        client = new WireClient(server);
        await().until(() -> server.rest("GET", "/v2/health/ready", "").statusCode() == 200);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static BigInteger n(String digits) {
        return new BigInteger(digits);
    }

    static Stream<WireTensor> tensors() {
        return Stream.of(
                WireTensor.of("BOOL", TWO_BY_TWO, true, false, false, true),
                WireTensor.of("UINT8", TWO_BY_TWO, n("0"), n("255"), n("1"), n("128")),
                WireTensor.of("UINT16", TWO_BY_TWO, n("0"), n("65535"), n("1"), n("32768")),
                WireTensor.of("UINT32", TWO_BY_TWO, n("0"), n("4294967295"), n("1"), n("2147483648")),
                WireTensor.of(
                        "UINT64", TWO_BY_TWO, n("0"), n("18446744073709551615"), n("1"), n("9223372036854775808")),
                WireTensor.of("INT8", TWO_BY_TWO, n("-128"), n("127"), n("0"), n("-1")),
                WireTensor.of("INT16", TWO_BY_TWO, n("-32768"), n("32767"), n("0"), n("-1")),
                WireTensor.of("INT32", TWO_BY_TWO, n("-2147483648"), n("2147483647"), n("0"), n("-1")),
                WireTensor.of(
                        "INT64",
                        TWO_BY_TWO,
                        n("-9223372036854775808"),
                        n("9223372036854775807"),
                        n("0"),
                        n("9007199254740993")),
                WireTensor.of("FP16", TWO_BY_TWO, 1.5, -0.25, 0.0, Double.NaN),
                WireTensor.of("BF16", TWO_BY_TWO, 1.5, -0.25, 0.0, Double.NaN),
                WireTensor.of("FP32", TWO_BY_TWO, 1.5, (double) 0.1f, (double) Float.MAX_VALUE, Double.NaN),
                WireTensor.of("FP64", TWO_BY_TWO, 1.5, 0.1, Double.MIN_VALUE, Double.NaN),
                WireTensor.of("BYTES", TWO_BY_TWO, "", "text", "ünïcode €", "a b"),
                WireTensor.of("FP32", List.of(0L, 4L)),
                WireTensor.of("BYTES", List.of(0L)),
                WireTensor.of("INT64", List.of(), n("7")),
                WireTensor.of("INT64", List.of(1L, 1L, 1L, 1L), n("7")));
    }

    @ParameterizedTest
    @MethodSource("tensors")
    void aTensorComesBackAsItWasSentWhicheverWay(WireTensor tensor) throws Exception {
        for (Way way : ways(tensor)) {
            Answer answer = client.ask(way, "mirror", "", List.of(tensor));

            assertThat(answer)
                    .as(way.name())
                    .isEqualTo(new Answer(
                            200,
                            "",
                            "mirror:v1#id-1",
                            List.of(WireClient.shown("x", tensor.datatype(), tensor.shape(), tensor.raw()))));
        }
    }

    private static Set<Way> ways(WireTensor tensor) {
        return tensor.datatype().endsWith("F16") || tensor.datatype().equals("FP16")
                ? EnumSet.complementOf(EnumSet.of(Way.GRPC_TYPED))
                : EnumSet.allOf(Way.class);
    }

    static Stream<Arguments> badRequests() {
        WireTensor good = WireTensor.of("INT32", List.of(2L), n("1"), n("2"));
        return Stream.of(
                Arguments.of("mirror", "", List.of(WireTensor.of("INT32", List.of(3L), n("1"), n("2"))), 400, "[3]"),
                Arguments.of("mirror", "", List.of(WireTensor.of("INT32", List.of(1L), n("1"), n("2"))), 400, "[1]"),
                Arguments.of("mirror", "", List.of(WireTensor.of("INT32", List.of(-1L), n("1"))), 400, "-1"),
                Arguments.of("mirror", "", List.of(WireTensor.of("BYTES", List.of(2L), "one")), 400, "[2]"),
                Arguments.of("mirror", "", List.of(good, good), 400, "input 'x' is given twice"),
                Arguments.of("mirror", "", List.of(), 400, "inputs: none"),
                Arguments.of("mirror", "v9", List.of(good), 400, "has no version 'v9' (loaded: [v1])"),
                Arguments.of("nope", "", List.of(good), 404, "Model nope not found"),
                Arguments.of("nope", "v1", List.of(good), 404, "Model nope not found"),
                Arguments.of("failing", "", List.of(good), 500, "kaboom"),
                Arguments.of(
                        "picky",
                        "",
                        List.of(WireTensor.of("INT32", List.of(1L), n("-5"))),
                        400,
                        "value: -5.0 (expected:"));
    }

    @ParameterizedTest
    @MethodSource("badRequests")
    void aBadRequestIsRefusedAlikeWhicheverWay(
            String model, String version, List<WireTensor> inputs, int status, String text) throws Exception {
        for (Way way : Way.values()) {
            Answer answer = client.ask(way, model, version, inputs);

            assertThat(answer.status()).as(way + ": " + answer).isEqualTo(status);
            assertThat(answer.error()).as(way.name()).contains(text);
        }
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                Arguments.of(new WireTensor("x", "INT322", List.of(1L), List.of()), "'INT322'"),
                Arguments.of(new WireTensor("x", "fp32", List.of(1L), List.of()), "'fp32'"));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void anUnknownDatatypeIsNamedWhicheverWay(WireTensor tensor, String text) throws Exception {
        for (Way way : Way.values()) {
            Answer answer = client.ask(way, "mirror", "", List.of(tensor));

            assertThat(answer.status()).as(way.name()).isEqualTo(400);
            assertThat(answer.error()).as(way.name()).startsWith("input 'x': datatype: " + text);
        }
    }

    @Test
    void parametersOfAllKindsComeBackWhicheverWay() throws Exception {
        String json =
                "{\"b\": true, \"i\": -9223372036854775808, \"u\": 18446744073709551615, \"d\": 1.5, \"s\": \"x\"}";
        String body = StartedServer.TENSOR.replaceFirst("\\{", "{\"parameters\": " + json + ", ");
        Map<String, InferParameter> parameters = Map.of(
                "b", InferParameter.newBuilder().setBoolParam(true).build(),
                "i", InferParameter.newBuilder().setInt64Param(Long.MIN_VALUE).build(),
                "u", InferParameter.newBuilder().setUint64Param(-1).build(),
                "d", InferParameter.newBuilder().setDoubleParam(1.5).build(),
                "s", InferParameter.newBuilder().setStringParam("x").build());

        String rest = server.rest("POST", "/v2/models/mirror/infer", body).body();
        ModelInferResponse grpc = server.grpc()
                .modelInfer(StartedServer.request("mirror").toBuilder()
                        .putAllParameters(parameters)
                        .build());

        ObjectMapper mapper = new ObjectMapper();
        assertThat(mapper.readTree(rest).path("parameters")).isEqualTo(mapper.readTree(json));
        assertThat(grpc.getParametersMap()).isEqualTo(parameters);
    }

    @Test
    void anAnswerHasNothingThatNobodyAskedFor() {
        HttpResponse<String> rest = server.rest("POST", "/v2/models/mirror/infer", StartedServer.TENSOR);
        ModelInferRequest request = StartedServer.request("mirror");

        assertThat(rest.body())
                .isEqualTo(
                        "{\"model_name\":\"mirror\",\"model_version\":\"v1\",\"outputs\":[{\"name\":\"x\",\"shape\":[1],"
                                + "\"datatype\":\"INT64\",\"data\":[7]}]}");
        assertThat(rest.headers().map()).containsOnlyKeys("connection", "content-length", "content-type");
        assertThat(server.grpc().modelInfer(request))
                .isEqualTo(ModelInferResponse.newBuilder()
                        .setModelName("mirror")
                        .setModelVersion("v1")
                        .addOutputs(ModelInferResponse.InferOutputTensor.newBuilder()
                                .setName("x")
                                .setDatatype("INT64")
                                .addShape(1))
                        .addRawOutputContents(request.getRawInputContents(0))
                        .build());
    }
}
