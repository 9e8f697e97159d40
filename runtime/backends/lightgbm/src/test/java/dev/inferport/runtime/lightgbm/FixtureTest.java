package dev.inferport.runtime.lightgbm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inferport.runtime.api.InferenceRequest;
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
        assertThat(Fixture.all()).extracting(Fixture::version).contains("2.2.3", "3.3.5", "4.3.0", "4.7.0");
    }

    @ParameterizedTest
    @MethodSource("dev.inferport.runtime.lightgbm.Fixture#all")
    void rawScoresAreBitEqualInABatch(Fixture fixture) throws IOException {
        Booster booster = ModelReader.read(fixture.file());
        assertThat(booster.features()).isEqualTo(fixture.features());
        assertThat(booster.outputs()).isEqualTo((int) fixture.raw().shape().dimension(1));
        assertThat(hex(booster.rawScores(fixture.rows(), fixture.rowCount())))
                .isEqualTo(hex(fixture.raw().toDoubles()));
    }

    @ParameterizedTest
    @MethodSource("dev.inferport.runtime.lightgbm.Fixture#all")
    void rawScoresAreBitEqualRowByRow(Fixture fixture) throws IOException {
        Booster booster = ModelReader.read(fixture.file());
        double[] rows = fixture.rows();
        double[] expected = fixture.raw().toDoubles();
        int outputs = booster.outputs();
        for (int row = 0; row < fixture.rowCount(); row++) {
            double[] values = Arrays.copyOfRange(rows, row * fixture.features(), (row + 1) * fixture.features());
            double[] scores = Arrays.copyOfRange(expected, row * outputs, (row + 1) * outputs);
            assertThat(hex(booster.rawScores(values, 1))).isEqualTo(hex(scores));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.inferport.runtime.lightgbm.Fixture#all")
    void predictionsAreThoseOfTheLibrary(Fixture fixture) throws IOException {
        Tensor actual = Models.load(fixture)
                .predict(InferenceRequest.builder("m")
                        .input("x", fixture.inputs())
                        .build())
                .output("predict")
                .tensor();
        assertThat(actual.dataType()).isEqualTo(fixture.predictions().dataType());
        assertThat(actual.shape()).isEqualTo(fixture.predictions().shape());
        double[] expected = fixture.predictions().toDoubles();
        double[] predictions = actual.toDoubles();
        for (int i = 0; i < expected.length; i++) {
            if (Double.isInfinite(expected[i])) {
                assertThat(predictions[i]).as("predict[%d]", i).isEqualTo(expected[i]);
                continue;
            }
            // Exponentials and logarithms of C and of Java may differ in the last bit; nothing else does.
            double tolerance = 2 * Math.ulp(expected[i]);
            assertThat(predictions[i]).as("predict[%d]", i).isBetween(expected[i] - tolerance, expected[i] + tolerance);
        }
    }

    private static String[] hex(double[] values) {
        String[] hex = new String[values.length];
        Arrays.setAll(hex, i -> Double.toHexString(values[i]));
        return hex;
    }
}
