package dev.inferport.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MLModelTest {

    private static final ModelSettings SETTINGS = ModelSettings.builder("sum")
            .parameters(ModelParameters.of(Map.of("version", "v1", "content_type", "np")))
            .build();

    /** What an author writes at the least. */
    private static final class SumModel extends MLModel {

        SumModel() {
            super(SETTINGS);
        }

        @Override
        public InferenceResponse predict(InferenceRequest request) {
            double sum = 0;
            for (double value : request.singleInput().tensor().toDoubles()) {
                sum += value;
            }
            return InferenceResponse.of(new ResponseOutput("total", Tensor.of(new double[] {sum}, 1, 1)));
        }
    }

    @Test
    void aModelNeedsNothingButPredict() throws Exception {
        MLModel model = new SumModel();

        assertThat(model.load()).isTrue();
        assertThat(total(model.predictAsync(request(1, 2)).toCompletableFuture().get()))
                .isEqualTo(3);
        assertThat(model.metadata().parameters().string("content_type")).contains("np");
        assertThat(model.version()).contains("v1");
        assertThat(model.unload()).isTrue();
    }

    @Test
    void unlessOverriddenAStreamAnswersEachRequest() throws Exception {
        List<Double> answers = new ArrayList<>();

        new SumModel()
                .predictStream(List.of(request(1), request(2, 3)).iterator(), response -> answers.add(total(response)));

        assertThat(answers).containsExactly(1.0, 5.0);
    }

    @Test
    void aModelWithoutPredictSaysSo() {
        MLModel model = new MLModel(SETTINGS) {};

        assertThatThrownBy(() -> model.predictAsync(request(1)))
                .isInstanceOfSatisfying(InferenceException.class, e -> assertThat(e.reason())
                        .isEqualTo(InferenceException.Reason.UNIMPLEMENTED))
                .hasMessage("model 'sum' does not implement predict()");
    }

    @Test
    void aMissingInputIsNamedWithThoseThatCame() {
        assertThatThrownBy(() -> request(1).input("y"))
                .isInstanceOf(InferenceException.class)
                .hasMessage("input 'y' is missing (received: [x])");
        InferenceRequest two = InferenceRequest.builder("sum")
                .input("a", Tensor.of(new long[] {1}, 1))
                .input("b", Tensor.of(new long[] {1}, 1))
                .build();
        assertThatThrownBy(two::singleInput)
                .isInstanceOf(InferenceException.class)
                .hasMessage("model 'sum' takes one input tensor (received 2: [a, b])");
    }

    @Test
    void aResponseCarriesTheNamesOfModelAndRequest() {
        MLModel model = new SumModel();
        InferenceRequest request = InferenceRequest.builder("alias").id("r-1").build();

        InferenceResponse response = InferenceResponse.of().answering(request, model);

        assertThat(response.modelName()).isEqualTo("sum");
        assertThat(response.modelVersion()).contains("v1");
        assertThat(response.id()).contains("r-1");
    }

    private static InferenceRequest request(double... values) {
        return InferenceRequest.builder("sum")
                .input("x", Tensor.of(values, values.length))
                .build();
    }

    private static double total(InferenceResponse response) {
        return response.output("total").tensor().doubles().get(0);
    }
}
