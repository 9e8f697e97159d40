package dev.inferport.runtime.catboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.RequestedOutput;
import dev.inferport.runtime.api.ResponseOutput;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import dev.inferport.runtime.backendkit.ChildJvm;
import dev.inferport.runtime.backendkit.Sample;
import dev.inferport.runtime.backendkit.TabularBackendKit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatBoostModelTest extends TabularBackendKit {

    private static final Fixture IRIS = Fixture.of("multiclass");
    private static final Fixture DIABETES = Fixture.of("regressor");
    private static final Fixture MIXED = Fixture.of("counters");
    private static final Fixture MISSING = Fixture.of("1.2.10-missing");

    @Override
    protected Sample sample() {
        Tensor predictions = Tensor.of(MISSING.values("predict"), MISSING.shape("predict"));
        return new Sample(MISSING.file(), "x", Models.matrix(MISSING), "predict", predictions);
    }

    @Override
    protected Set<String> otherNames() {
        return Set.of("mlserver_catboost.CatboostModel");
    }

    @Override
    protected List<String> wellKnownFiles() {
        return List.of("model.cbm", "model.bin", "model.json");
    }

    @Override
    protected boolean ignoresRequestedOutputs() {
        return true;
    }

    /** CatBoost has an exponential function of its own. */
    @Override
    protected double tolerance(double expected) {
        return 1e-14 * Math.max(1, Math.abs(expected));
    }

    @Test
    void outputsComeInTheOrderOfTheRequest() throws IOException {
        InferenceResponse response =
                Models.load(IRIS).predict(Models.request(Models.matrix(IRIS), "predict_proba", "predict"));
        assertThat(response.outputs()).extracting(ResponseOutput::name).containsExactly("predict_proba", "predict");
    }

    @Test
    void theDefaultOutputIsPredict() throws IOException {
        InferenceResponse response = Models.load(DIABETES).predict(Models.request(Models.matrix(DIABETES)));
        assertThat(response.outputs()).extracting(ResponseOutput::name).containsExactly("predict");
    }

    @Test
    void anyOtherNameStandsForPredict() throws IOException {
        InferenceResponse response =
                Models.load(IRIS).predict(Models.request(Models.matrix(IRIS), "output-1", "predict_proba", "y"));
        assertThat(response.outputs()).extracting(ResponseOutput::name).containsExactly("predict", "predict_proba");
    }

    @Test
    void aRegressorHasNoProbabilities() throws IOException {
        assertRefused(Models.load(DIABETES), Models.request(Models.matrix(DIABETES), "predict_proba"))
                .hasMessageStartingWith("this model does not support 'predict_proba'");
    }

    @Test
    void aRefusalOfAShapeNamesTheFeatures() throws IOException {
        CatBoostModel model = Models.load(IRIS);
        for (long[] shape : new long[][] {{2, 3}, {6}, {1, 2, 3}, {1, 6}}) {
            assertRefused(model, Models.request(Tensor.of(new float[6], shape)))
                    .hasMessageContaining("(expected: [rows, 4], the model has 4 features)");
        }
    }

    @Test
    void aTextThatIsNoNumberIsRefusedWithItsRow() throws IOException {
        Tensor texts = Tensor.ofStrings(List.of("1", "2", "3", "4", "1", "two", "3", "4"), 2, 4);
        assertRefused(Models.load(IRIS), Models.request(texts))
                .hasMessage("input 'x': 'two' in row 1 (expected: a number, '1' is a numeric feature)");
    }

    @Test
    void aFractionIsNoCategory() throws IOException {
        assertRefused(Models.load(MIXED), Models.request(Tensor.of(new float[4], 1, 4)))
                .hasMessage("input 'x': datatype FP32 (expected: BYTES or integers, '1' is a categorical feature)");
    }

    @Test
    void anIntegerIsACategoryBySpelling() throws IOException {
        CatBoostModel model = Models.load(MIXED);
        Tensor numbers = Tensor.of(new long[] {1, 20, 0, Long.MAX_VALUE}, 1, 4);
        Tensor texts = Tensor.ofStrings(List.of("1", "20", "0", Long.toString(Long.MAX_VALUE)), 1, 4);
        assertThat(model.predict(Models.request(numbers, "predict_proba")).outputs())
                .isEqualTo(model.predict(Models.request(texts, "predict_proba")).outputs());
    }

    @Test
    void aMissingFeatureIsRefused() throws IOException {
        InferenceRequest request = InferenceRequest.builder("m")
                .input("0", Tensor.of(new float[1], 1))
                .input("1", Tensor.ofStrings(List.of("red"), 1))
                .input("2", Tensor.of(new float[1], 1))
                .build();
        assertRefused(Models.load(MIXED), request).hasMessage("input '3' is missing (received: [0, 1, 2])");
    }

    @Test
    void anUnknownFeatureIsRefused() throws IOException {
        InferenceRequest request = InferenceRequest.builder("m")
                .input("0", Tensor.of(new float[1], 1))
                .input("size", Tensor.of(new float[1], 1))
                .build();
        assertRefused(Models.load(MIXED), request)
                .hasMessageStartingWith("input 'size' is no feature of this model (expected: one tensor [rows, 4], or");
    }

    @Test
    void columnsOfDifferentLengthAreRefused() throws IOException {
        InferenceRequest.Builder request = InferenceRequest.builder("m");
        for (int column = 0; column < 4; column++) {
            request.input(Integer.toString(column), Tensor.of(new float[column + 1], column + 1));
        }
        assertRefused(Models.load(IRIS), request.build()).hasMessage("input '1': 2 rows (expected: 1 as in '0')");
    }

    @Test
    void anEmptyBatchHasEmptyOutputs() throws IOException {
        InferenceResponse response =
                Models.load(IRIS).predict(Models.request(Tensor.of(new float[0], 0, 4), "predict", "predict_proba"));
        assertThat(response.output("predict").tensor().shape()).isEqualTo(Shape.of(0, 1));
        assertThat(response.output("predict_proba").tensor().shape()).isEqualTo(Shape.of(0, 3));
    }

    @Test
    void aLargeBatchIsAnsweredRowByRow() throws IOException {
        CatBoostModel model = Models.load(DIABETES);
        float[] rows = DIABETES.numbers();
        List<Double> expected = new ArrayList<>();
        float[] many = new float[rows.length * 300];
        for (int i = 0; i < 300; i++) {
            System.arraycopy(rows, 0, many, i * rows.length, rows.length);
            Arrays.stream(DIABETES.values("predict")).forEach(expected::add);
        }
        double[] actual = model.predict(Models.request(Tensor.of(many, 300L * DIABETES.rows(), DIABETES.columns())))
                .output("predict")
                .tensor()
                .toDoubles();
        assertThat(actual).containsExactly(expected.stream().mapToDouble(d -> d).toArray());
    }

    @Test
    void loadingAndUnloadingForAWhileTakesNoMemory(@TempDir Path folder) throws Exception {
        List<String> lines = ChildJvm.run(folder, MutatedFiles.class, "cycles", MIXED.toString())
                .lines()
                .toList();
        assertThat(Long.parseLong(lines.get(lines.size() - 1))).isLessThan(16L << 20);
    }

    /** The fixtures are small, so that what the JVM does besides weighs more than with models of use. */
    @ParameterizedTest
    @ValueSource(strings = {"counters", "counters-regressor", "lossguide", "missing"})
    void theSizeOfAModelIsThatByWhichTheProcessGrows(String fixture, @TempDir Path folder) throws Exception {
        List<String> lines = ChildJvm.run(folder, MutatedFiles.class, "growth", fixture)
                .lines()
                .toList();
        assertThat(Double.parseDouble(lines.get(lines.size() - 1))).isBetween(0.4, 2.0);
    }

    @Test
    void aModelTrainedWithoutNamesTakesItsColumnsUnderAnyInTheirOrder() throws IOException {
        CatBoostModel model = Models.load(IRIS);
        InferenceRequest.Builder named = InferenceRequest.builder("m");
        InferenceRequest.Builder numbered = InferenceRequest.builder("m");
        for (int column = 0; column < 4; column++) {
            Tensor tensor = Tensor.of(new float[] {column}, 1);
            named.input("x" + (7 - column), tensor);
            numbered.input(Integer.toString(column), tensor);
        }
        named.output(new RequestedOutput("predict_proba"));
        numbered.output(new RequestedOutput("predict_proba"));
        assertThat(model.predict(named.build()).outputs())
                .isEqualTo(model.predict(numbered.build()).outputs());
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            CatBoostModel model, InferenceRequest request) {
        return assertThatThrownBy(() -> model.predict(request))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID_ARGUMENT));
    }
}
