package dev.inferport.runtime.xgboost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.RequestedOutput;
import dev.inferport.runtime.api.Tensor;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares with the answers of the real library, for each file that one of its versions wrote. With the system property
 * {@code fixtures}, the files are those of another folder.
 */
class FixtureTest {

    @Test
    void thereAreFixturesOfAllVersions() {
        assertThat(Fixture.all()).extracting(Fixture::version).contains("0.90", "1.2.1", "1.7.6", "2.1.4", "3.4.1");
    }

    @ParameterizedTest
    @MethodSource("dev.inferport.runtime.xgboost.Fixture#all")
    void marginsAreBitEqualInABatch(Fixture fixture) throws IOException {
        Booster booster = BoosterFile.read(fixture.file());
        Fixture.Values inputs = fixture.inputs();
        Fixture.Values expected = fixture.tensor("margin");
        assertThat(booster.features()).isEqualTo(inputs.columns());
        assertThat(booster.outputs()).isEqualTo(expected.columns());
        assertThat(hex(booster.margins(inputs.floats(), inputs.rows()))).isEqualTo(hex(expected.floats()));
    }

    @ParameterizedTest
    @MethodSource("dev.inferport.runtime.xgboost.Fixture#all")
    void marginsAreBitEqualRowByRow(Fixture fixture) throws IOException {
        Booster booster = BoosterFile.read(fixture.file());
        Fixture.Values inputs = fixture.inputs();
        float[] expected = fixture.tensor("margin").floats();
        for (int row = 0; row < inputs.rows(); row++) {
            float[] values = Arrays.copyOfRange(inputs.floats(), row * inputs.columns(), (row + 1) * inputs.columns());
            float[] margins = Arrays.copyOfRange(expected, row * booster.outputs(), (row + 1) * booster.outputs());
            assertThat(hex(booster.margins(values, 1))).isEqualTo(hex(margins));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.inferport.runtime.xgboost.Fixture#all")
    void outputsAreThoseOfTheLibrary(Fixture fixture) throws IOException {
        XGBoostModel model = Models.load(fixture);
        assertOutput(model, fixture, "predict");
        if (fixture.classifier()) {
            assertOutput(model, fixture, "predict_proba");
        }
    }

    private static void assertOutput(XGBoostModel model, Fixture fixture, String name) {
        Fixture.Values inputs = fixture.inputs();
        Fixture.Values expected = fixture.tensor(name);
        Tensor actual = model.predict(InferenceRequest.builder("m")
                        .input("x", Tensor.of(inputs.floats(), inputs.rows(), inputs.columns()))
                        .output(new RequestedOutput(name))
                        .build())
                .output(name)
                .tensor();
        assertThat(actual.dataType()).isEqualTo(expected.type());
        assertThat(actual.shape().toArray()).containsExactly(expected.rows(), expected.columns());
        double[] expectedNumbers = expected.numbers();
        double[] actualNumbers = actual.toDoubles();
        for (int i = 0; i < expectedNumbers.length; i++) {
            if (Double.isInfinite(expectedNumbers[i])) {
                assertThat(actualNumbers[i]).as("%s[%d]", name, i).isEqualTo(expectedNumbers[i]);
                continue;
            }
            // A probability next to 0 may be 1 - p, whose error is that of p, on the scale of p.
            double ulp = Math.ulp(name.equals("predict") ? (float) expectedNumbers[i] : 0.5f);
            assertThat(actualNumbers[i])
                    .as("%s[%d]", name, i)
                    .isBetween(expectedNumbers[i] - 2 * ulp, expectedNumbers[i] + 2 * ulp);
        }
    }

    private static String[] hex(float[] values) {
        String[] hex = new String[values.length];
        Arrays.setAll(hex, i -> Float.toHexString(values[i]));
        return hex;
    }
}
