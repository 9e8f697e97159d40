package dev.inferport.runtime.sklearn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.RequestedOutput;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EqualToLibraryTest {

    /** The order of summation is not the library's, so that a few last bits may differ. */
    private static final double TOLERANCE = 1e-12;

    private static final double SINGLE_TOLERANCE = 1e-5;

    /** By the letter and the size of numpy's type. */
    private static final Map<String, DataType> DATATYPES = Map.of(
            "U", DataType.BYTES,
            "b1", DataType.BOOL,
            "i4", DataType.INT32,
            "i8", DataType.INT64,
            "f4", DataType.FP32,
            "f8", DataType.FP64);

    @TempDir
    Path folder;

    static Stream<Fixtures.Case> cases() {
        return Fixtures.VERSIONS.stream().flatMap(version -> Fixtures.of(version).cases().stream());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void theAnswersAreThoseOfTheLibrary(Fixtures.Case testCase) throws IOException {
        Path file = Files.write(folder.resolve("model.joblib"), testCase.model());
        SKLearnModel model = Models.load(folder);
        assertThat(file).exists();
        InferenceRequest.Builder request = testCase.request();
        List<String> methods = new ArrayList<>();
        testCase.answers().fieldNames().forEachRemaining(methods::add);
        methods.forEach(method -> request.output(new RequestedOutput(method)));
        var response = model.predict(request.build());
        for (String method : methods) {
            compare(response.output(method).tensor(), testCase.answers().get(method), tolerance(testCase), method);
        }
    }

    private static double tolerance(Fixtures.Case testCase) {
        return testCase.exact() ? 0 : testCase.single() ? SINGLE_TOLERANCE : TOLERANCE;
    }

    private static void compare(Tensor actual, JsonNode expected, double tolerance, String method) {
        String dtype = expected.get("dtype").asText();
        JsonNode shape = expected.get("shape");
        assertThat(actual.shape())
                .as(method)
                .isEqualTo(Shape.of(
                        shape.get(0).asLong(),
                        shape.size() < 2 ? 1 : shape.get(1).asLong()));
        assertThat(actual.dataType()).as(method).isEqualTo(DATATYPES.get(dtype));
        if (dtype.equals("U")) {
            List<String> texts = new ArrayList<>();
            expected.get("data").forEach(text -> texts.add(text.asText()));
            assertThat(actual.strings()).as(method).isEqualTo(texts);
            return;
        }
        double[] values = actual.toDoubles();
        double[] wanted = Fixtures.doubles(expected.get("data"));
        assertThat(values).as(method).hasSameSizeAs(wanted);
        double largest = 0;
        for (double value : wanted) {
            largest = Double.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
        }
        for (int i = 0; i < wanted.length; i++) {
            boolean equal = Double.compare(values[i], wanted[i]) == 0
                    || values[i] == wanted[i]
                    || (Math.abs(values[i] - wanted[i]) <= tolerance * Math.max(1, largest));
            assertThat(equal)
                    .as("%s[%d]: %s (expected: %s)", method, i, values[i], wanted[i])
                    .isTrue();
        }
    }
}
