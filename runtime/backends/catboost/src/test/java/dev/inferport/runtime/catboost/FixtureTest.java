package dev.inferport.runtime.catboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.Tensor;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares with the answers of the same library in Python. */
class FixtureTest {

    private static final double TOLERANCE = 1e-13;

    @ParameterizedTest
    @MethodSource("dev.inferport.runtime.catboost.Fixture#all")
    void outputsAreThoseOfTheLibraryInPython(Fixture fixture) throws IOException {
        CatBoostModel model = Models.load(fixture);
        assertOutputs(fixture, model, Models.matrix(fixture));
        assertThat(model.unload()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("dev.inferport.runtime.catboost.Fixture#all")
    void numbersMayBeSpelledAsTexts(Fixture fixture) throws IOException {
        CatBoostModel model = Models.load(fixture);
        assertOutputs(fixture, model, Models.texts(fixture));
        model.unload();
    }

    @ParameterizedTest
    @MethodSource("dev.inferport.runtime.catboost.Fixture#all")
    void eachFeatureMayBeATensorOfItsOwn(Fixture fixture) throws IOException {
        CatBoostModel model = Models.load(fixture);
        InferenceRequest.Builder request = InferenceRequest.builder("m");
        for (int column = fixture.columns() - 1; column >= 0; column--) {
            List<String> values = fixture.column(column);
            boolean narrow = column % 2 == 0;
            long[] shape = narrow ? new long[] {values.size()} : new long[] {values.size(), 1};
            request.input(Integer.toString(column), Tensor.ofStrings(values, shape));
        }
        assertOutput(
                fixture,
                "predict",
                model.predict(request.build()).output("predict").tensor());
        model.unload();
    }

    private static void assertOutputs(Fixture fixture, CatBoostModel model, Tensor inputs) {
        for (String name : fixture.isClassifier() ? List.of("predict", "predict_proba") : List.of("predict")) {
            assertOutput(
                    fixture,
                    name,
                    model.predict(Models.request(inputs, name)).output(name).tensor());
        }
    }

    private static void assertOutput(Fixture fixture, String name, Tensor actual) {
        assertThat(actual.dataType()).isEqualTo(fixture.type(name));
        assertThat(actual.shape().toArray()).containsExactly(fixture.shape(name));
        if (actual.dataType() == DataType.BYTES) {
            assertThat(actual.strings()).isEqualTo(fixture.texts(name));
            return;
        }
        double[] expected = fixture.values(name);
        double[] values = actual.toDoubles();
        for (int i = 0; i < expected.length; i++) {
            assertThat(values[i])
                    .as("%s[%d]", name, i)
                    .isCloseTo(expected[i], offset(TOLERANCE * Math.max(1, Math.abs(expected[i]))));
        }
    }
}
