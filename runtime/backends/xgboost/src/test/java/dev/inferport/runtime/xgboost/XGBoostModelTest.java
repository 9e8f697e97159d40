package dev.inferport.runtime.xgboost;

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
import dev.inferport.runtime.backendkit.Sample;
import dev.inferport.runtime.backendkit.TabularBackendKit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XGBoostModelTest extends TabularBackendKit {

    private static final Fixture IRIS = Fixture.of("3.4.1/classifier-multi/model.ubj");
    private static final Fixture MISSING = Fixture.of("3.4.1/missing/model.ubj");
    private static final Fixture DIABETES = Fixture.of("3.4.1/regressor/model.ubj");

    @Override
    protected Sample sample() {
        Fixture.Values values = MISSING.tensor("predict");
        Tensor predictions = Tensor.of(values.floats(), values.rows(), values.columns());
        return new Sample(MISSING.file(), inputs(MISSING), predictions);
    }

    @Override
    protected Set<String> otherNames() {
        return Set.of("mlserver_xgboost.XGBoostModel");
    }

    @Override
    protected List<String> wellKnownFiles() {
        return List.of("model.bst", "model.json", "model.ubj");
    }

    @Test
    void aFileOfAnotherKindIsRefusedWithItsName(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("model.json"), "{\"learner\": 3}");
        assertThatThrownBy(() -> Models.load(file.toString()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + ": JSON at byte ")
                .hasMessageEndingWith("VALUE_NUMBER_INT (expected: an object)");
    }

    @Test
    void outputsComeInTheOrderOfTheRequest() throws IOException {
        InferenceResponse response = Models.load(IRIS).predict(request(inputs(IRIS), "predict_proba", "predict"));
        assertThat(response.outputs()).extracting(ResponseOutput::name).containsExactly("predict_proba", "predict");
        assertThat(response.outputs())
                .extracting(output -> output.tensor().toString())
                .containsExactly("FP32[12, 3]", "INT64[12, 1]");
    }

    @Test
    void theDefaultOutputIsPredict() throws IOException {
        InferenceResponse response = Models.load(DIABETES).predict(request(inputs(DIABETES)));
        assertThat(response.outputs()).extracting(ResponseOutput::name).containsExactly("predict");
    }

    @Test
    void aRefusalNamesTheOutputsThatThereAre() throws IOException {
        XGBoostModel model = Models.load(IRIS);
        assertRefused(model, request(inputs(IRIS), "transform"))
                .hasMessage("XGBoostModel only supports 'predict' and 'predict_proba' as outputs ('transform' was"
                        + " received)");
    }

    @Test
    void aRegressorHasNoProbabilities() throws IOException {
        XGBoostModel model = Models.load(DIABETES);
        assertRefused(model, request(inputs(DIABETES), "predict_proba"))
                .hasMessage("this model does not support 'predict_proba': only a model that XGBClassifier saved does"
                        + " (expected: 'predict')");
    }

    @Test
    void anEmptyBatchHasEmptyOutputs() throws IOException {
        InferenceResponse response =
                Models.load(IRIS).predict(request(Tensor.of(new float[0], 0, 4), "predict", "predict_proba"));
        assertThat(response.output("predict").tensor().shape()).isEqualTo(Shape.of(0, 1));
        assertThat(response.output("predict_proba").tensor().shape()).isEqualTo(Shape.of(0, 3));
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            XGBoostModel model, InferenceRequest request) {
        return assertThatThrownBy(() -> model.predict(request))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID_ARGUMENT));
    }

    private static InferenceRequest request(Tensor tensor, String... outputs) {
        InferenceRequest.Builder request = InferenceRequest.builder("m").input("x", tensor);
        for (String output : outputs) {
            request.output(new RequestedOutput(output));
        }
        return request.build();
    }

    private static Tensor inputs(Fixture fixture) {
        Fixture.Values inputs = fixture.inputs();
        return Tensor.of(inputs.floats(), inputs.rows(), inputs.columns());
    }
}
