package dev.inferport.runtime.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodecTest {

    @Test
    void anArrayKeepsNotANumberAndGetsAColumnShape() {
        ResponseOutput output = InputCodec.NUMPY.encode("y", Tensor.of(new double[] {1.5, Double.NaN}, 2));

        assertThat(output.tensor().shape()).isEqualTo(Shape.of(2, 1));
        assertThat(output.tensor().toDoubles()).containsExactly(1.5, Double.NaN);
        assertThat(output.parameters().string("content_type")).contains("np");
    }

    @Test
    void aMatrixAndAScalarKeepWhatTheyHold() {
        Tensor matrix = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);

        assertThat(InputCodec.NUMPY.encode("y", matrix).tensor()).isEqualTo(matrix);
        assertThat(InputCodec.NUMPY.encode("y", Tensor.of(new long[] {7})).tensor())
                .isEqualTo(Tensor.of(new long[] {7}, 1));
    }

    /** In MLServer the last dimension of such an input is taken for the length of each element. */
    @Test
    void bytesOfAnArrayAreOneElementPerElement() {
        RequestInput input = new RequestInput(
                "x",
                Tensor.ofBytes(List.of("ab".getBytes(UTF_8), "cd".getBytes(UTF_8)), 2, 1),
                Parameters.of("content_type", "np"));

        assertThat(InputCodec.NUMPY.decode(input).strings()).containsExactly("ab", "cd");
        assertThat(InputCodec.STRING.decode(input)).containsExactly("ab", "cd");
    }

    @Test
    void textsAreWrittenOnePerRowAndReadBack() {
        ResponseOutput output = InputCodec.STRING.encode("y", List.of("hello", "", "wörld"));

        assertThat(output.tensor()).isEqualTo(Tensor.ofStrings(List.of("hello", "", "wörld"), 3, 1));
        assertThat(output.parameters().string("content_type")).contains("str");
        assertThat(InputCodec.STRING.decode(input(output))).containsExactly("hello", "", "wörld");
    }

    @Test
    void textsThatClientsSentInBase64AreDecoded() {
        RequestInput input = texts("base64", "aGVsbG8=");

        assertThat(InputCodec.STRING.decode(input)).containsExactly("hello");
    }

    @Test
    void whatIsNoTextIsRefusedWithItsPlace() {
        Tensor tensor = Tensor.ofBytes(List.of("ok".getBytes(UTF_8), new byte[] {(byte) 0xff}), 2);

        assertThatThrownBy(() -> InputCodec.STRING.decode(new RequestInput("x", tensor)))
                .isInstanceOf(InferenceException.class)
                .hasMessageStartingWith("input 'x', element 1: not UTF-8");
        assertThatThrownBy(() -> InputCodec.STRING.decode(new RequestInput("x", Tensor.of(new int[] {1}, 1))))
                .hasMessage("input 'x': datatype INT32 (expected: BYTES)");
    }

    @Test
    void bytesAreBase64OnTheWire() {
        byte[] bytes = {0, 1, (byte) 0xff};

        ResponseOutput output = InputCodec.BASE64.encode("y", List.of(bytes));

        assertThat(output.tensor()).isEqualTo(Tensor.ofStrings(List.of("AAH/"), 1, 1));
        assertThat(output.parameters().string("content_type")).contains("base64");
        assertThat(InputCodec.BASE64.decode(input(output))).containsExactly(bytes);
    }

    @Test
    void bytesThatAreNoBase64AreTakenAsTheyAre() {
        assertThat(InputCodec.BASE64.decode(texts("base64", "not base64!", "abc")))
                .containsExactly("not base64!".getBytes(UTF_8), "abc".getBytes(UTF_8));
        assertThat(InputCodec.BASE64.decode(texts("str", "aGVsbG8="))).containsExactly("aGVsbG8=".getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "2021-08-24T15:01:02, 2021-08-24T15:01:02",
        "2021-08-24 15:01:02, 2021-08-24T15:01:02",
        "2021-08-24T15:01, 2021-08-24T15:01:00",
        "2021-08-24, 2021-08-24T00:00:00",
        "2021-08-24T15:01:02.123, 2021-08-24T15:01:02.123000",
        "2021-08-24T15:01:02.123456+02:00, 2021-08-24T15:01:02.123456+02:00",
        "2021-08-24T15:01:02Z, 2021-08-24T15:01:02+00:00"
    })
    void datesAreReadAndWrittenAsPythonDoes(String read, String written) {
        var dates = InputCodec.DATETIME.decode(texts("datetime", read));

        ResponseOutput output = InputCodec.DATETIME.encode("y", dates);

        assertThat(output.tensor()).isEqualTo(Tensor.ofStrings(List.of(written), 1, 1));
        assertThat(output.parameters().string("content_type")).contains("datetime");
    }

    @Test
    void aDateHasAnOffsetWhereItsTextHasOne() {
        assertThat(InputCodec.DATETIME.decode(texts("datetime", "2021-08-24T15:01:02", "2021-08-24T15:01:02-05:00")))
                .containsExactly(
                        LocalDateTime.parse("2021-08-24T15:01:02"), OffsetDateTime.parse("2021-08-24T15:01:02-05:00"));
        assertThatThrownBy(() -> InputCodec.DATETIME.decode(texts("datetime", "yesterday")))
                .isInstanceOf(InferenceException.class)
                .hasMessageStartingWith("input 'x': 'yesterday' (expected: a date and time such as");
    }

    @Test
    void aTableHasAColumnPerInput() {
        InferenceRequest request = InferenceRequest.builder("m")
                .input("age", Tensor.of(new int[] {41, 7}, 2))
                .input(new RequestInput(
                        "city", Tensor.ofStrings(List.of("Ulm", "Bonn"), 2, 1), Parameters.of("content_type", "str")))
                .input(new RequestInput(
                        "seen",
                        Tensor.ofStrings(List.of("2021-08-24", "2021-08-25"), 2, 1),
                        Parameters.of("content_type", "datetime")))
                .build();

        Table table = RequestCodec.PANDAS.decode(request);

        assertThat(table.names()).containsExactly("age", "city", "seen");
        assertThat(table.rows()).isEqualTo(2);
        assertThat(table.doubles("age")).containsExactly(41, 7);
        assertThat(table.strings("city")).containsExactly("Ulm", "Bonn");
        assertThat(table.datetimes("seen").get(1)).isEqualTo(LocalDateTime.parse("2021-08-25T00:00:00"));
        assertThatThrownBy(() -> table.doubles("size"))
                .hasMessage("input 'size' is missing (received: [age, city, seen])");
    }

    @Test
    void aTableIsAnsweredAsOneColumnPerOutput() {
        Table table = Table.builder()
                .doubles("score", 0.5, 0.25)
                .longs("rank", 1, 2)
                .strings("label", List.of("a", "b"))
                .build();

        InferenceResponse response = RequestCodec.PANDAS.encode(table);

        assertThat(response.parameters().string("content_type")).contains("pd");
        assertThat(response.output("score").tensor()).isEqualTo(Tensor.of(new double[] {0.5, 0.25}, 2, 1));
        assertThat(response.output("score").parameters().isEmpty()).isTrue();
        assertThat(response.output("rank").tensor()).isEqualTo(Tensor.of(new long[] {1, 2}, 2, 1));
        assertThat(response.output("label").parameters().string("content_type")).contains("str");
    }

    @Test
    void whatMakesNoTableIsRefused() {
        Table.Builder ragged = Table.builder().doubles("a", 1, 2).doubles("b", 1);
        Table.Builder wide = Table.builder().column(new RequestInput("a", Tensor.of(new int[] {1, 2}, 1, 2)));
        Table.Builder twice = Table.builder().doubles("a", 1).doubles("a", 1);

        assertThatThrownBy(ragged::build).hasMessage("input 'b': 1 rows (expected: 2, as in the column a)");
        assertThatThrownBy(wide::build).hasMessage("input 'a': shape [1, 2] (expected: [N] or [N, 1] for a column)");
        assertThatThrownBy(twice::build).hasMessage("input 'a': given twice");
    }

    @Test
    void aRequestCodecOfOneTensorTakesOneTensor() {
        InferenceRequest two = InferenceRequest.builder("m")
                .input("a", Tensor.of(new int[] {1}, 1))
                .input("b", Tensor.of(new int[] {1}, 1))
                .build();

        assertThatThrownBy(() -> RequestCodec.NUMPY.decode(two))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("takes one input tensor (received 2: [a, b])");
        InferenceResponse response = RequestCodec.STRING.encode(List.of("x"));
        assertThat(response.output("output-1").tensor().strings()).containsExactly("x");
        assertThat(response.parameters().string("content_type")).contains("str");
    }

    /** What a model's author sees: a model that takes whatever comes and says what it is. */
    private static final class Negotiating extends MLModel {

        Negotiating() {
            super(ModelSettings.builder("m")
                    .inputs(List.of(new TensorMetadata(
                            "when", DataType.BYTES, Shape.of(-1, 1), Parameters.of("content_type", "datetime"))))
                    .outputs(List.of(new TensorMetadata(
                            "image", DataType.BYTES, Shape.of(-1, 1), Parameters.of("content_type", "base64"))))
                    .parameters(ModelParameters.of(Map.of("content_type", "pd")))
                    .build());
        }

        Object value(RequestInput input) {
            return decode(input);
        }

        Object whole(InferenceRequest request) {
            return decodeRequest(request);
        }

        ResponseOutput output(InferenceRequest request, String name, Object payload) {
            return encode(request, name, payload);
        }
    }

    @Test
    void theContentTypeComesFromTheTensorElseFromTheMetadata() {
        Negotiating model = new Negotiating();

        assertThat(model.value(new RequestInput("when", Tensor.ofStrings(List.of("2021-08-24"), 1))))
                .isEqualTo(List.of(LocalDateTime.parse("2021-08-24T00:00:00")));
        assertThat(model.value(texts("str", "2021-08-24"))).isEqualTo(List.of("2021-08-24"));
        assertThat(model.value(texts("no-such-type", "x"))).isInstanceOf(Tensor.class);
    }

    @Test
    void theContentTypeOfARequestComesFromItElseFromTheSettings() {
        Negotiating model = new Negotiating();
        InferenceRequest.Builder request = InferenceRequest.builder("m").input(texts("str", "x"));

        assertThat(model.whole(request.build())).isInstanceOf(Table.class);
        assertThat(model.whole(
                        request.parameters(Parameters.of("content_type", "str")).build()))
                .isEqualTo(List.of("x"));
    }

    @Test
    void anOutputIsWrittenAsAskedElseAsDeclaredElseByItsType() {
        Negotiating model = new Negotiating();
        InferenceRequest asking = InferenceRequest.builder("m")
                .output(new RequestedOutput("text", Parameters.of("content_type", "np")))
                .build();

        assertThat(contentType(model.output(asking, "image", List.of(new byte[] {1}))))
                .isEqualTo("base64");
        assertThat(contentType(model.output(asking, "text", List.of("np can't hold a list of texts"))))
                .isEqualTo("str");
        assertThat(contentType(model.output(asking, "other", Tensor.of(new int[] {1}, 1))))
                .isEqualTo("np");
        assertThatThrownBy(() -> model.output(asking, "other", 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("output 'other': no codec for java.lang.Integer");
    }

    private static String contentType(ResponseOutput output) {
        return output.parameters().string("content_type").orElse("");
    }

    private static RequestInput input(ResponseOutput output) {
        return new RequestInput(output.name(), output.tensor(), output.parameters());
    }

    private static RequestInput texts(String contentType, String... texts) {
        return new RequestInput(
                "x", Tensor.ofStrings(List.of(texts), texts.length), Parameters.of("content_type", contentType));
    }
}
