package dev.inferport.runtime.sklearn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.RequestedOutput;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import dev.inferport.runtime.api.TensorMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a model says of its tensors, and that it takes what it says. */
class ModelTensorsTest {

    private static final Fixtures FIXTURES = Fixtures.of("1.9.0");

    @TempDir
    Path folder;

    @Test
    void aModelOfNamedColumnsDeclaresATensorForEach() throws IOException {
        assertThat(load("mixed_columns").metadata().inputs())
                .containsExactly(
                        column("age", DataType.FP64),
                        column("city", DataType.BYTES),
                        column("grade", DataType.FP64),
                        column("fare", DataType.FP64));
        assertThat(load("mixed_columns").metadata().outputs())
                .extracting(TensorMetadata::name)
                .containsExactly("predict", "predict_proba", "decision_function");
        assertThat(load("mixed_text").metadata().inputs())
                .filteredOn(input -> input.datatype() == DataType.BYTES)
                .containsExactly(column("city", DataType.BYTES));
    }

    @Test
    void aModelOfNamedNumbersTakesAColumnEachOrAllTogether() throws IOException {
        Fixtures.Case named = FIXTURES.named("hist_frame");
        SKLearnModel model = load("hist_frame");
        InferenceRequest byName = named.request().build();
        int rows = Math.toIntExact(byName.inputs().get(0).tensor().shape().dimension(0));
        double[] all = new double[rows * byName.inputs().size()];
        for (int c = 0; c < byName.inputs().size(); c++) {
            double[] column = byName.inputs().get(c).tensor().toDoubles();
            for (int row = 0; row < rows; row++) {
                all[row * byName.inputs().size() + c] = column[row];
            }
        }

        assertThat(model.metadata().inputs()).extracting(TensorMetadata::name).containsExactly("age", "grade", "fare");
        assertThat(model.predict(request(Tensor.of(all, rows, 3)).build())
                        .output("predict")
                        .tensor())
                .isEqualTo(model.predict(byName).output("predict").tensor());
    }

    @Test
    void aModelOfTextsDeclaresThem() throws IOException {
        assertThat(load("text_pipeline").metadata().inputs()).containsExactly(column("input-0", DataType.BYTES));
        assertThat(load("one_hot_words").metadata().inputs())
                .containsExactly(new TensorMetadata("input-0", DataType.BYTES, Shape.of(Shape.ANY, 2)));
        assertThat(load("count").metadata().outputs()).singleElement().satisfies(output -> assertThat(output.datatype())
                .isEqualTo(DataType.INT64));
    }

    @Test
    void severalTargetsAreColumnsOfThePrediction() throws IOException {
        assertThat(load("tree_targets").metadata().outputs())
                .containsExactly(new TensorMetadata("predict", DataType.INT64, Shape.of(Shape.ANY, 2)));
        assertThat(load("mlp_labels").metadata().outputs())
                .containsExactly(
                        new TensorMetadata("predict", DataType.INT64, Shape.of(Shape.ANY, 3)),
                        new TensorMetadata("predict_proba", DataType.FP64, Shape.of(Shape.ANY, 3)));
    }

    @Test
    void theProbabilitiesOfSeveralTargetsAreRefusedByName() throws IOException {
        SKLearnModel model = load("forest_labels");
        InferenceRequest request = request(Tensor.of(new double[4], 1, 4))
                .output(new RequestedOutput("predict_proba"))
                .build();

        assertThatThrownBy(() -> model.predict(request))
                .isInstanceOf(InferenceException.class)
                .hasMessage("output 'predict_proba': not one that a RandomForestClassifier has (expected: predict)");
    }

    private static TensorMetadata column(String name, DataType datatype) {
        return new TensorMetadata(name, datatype, Shape.of(Shape.ANY, 1));
    }

    private static InferenceRequest.Builder request(Tensor tensor) {
        return InferenceRequest.builder("model").input("x", tensor);
    }

    private SKLearnModel load(String name) throws IOException {
        return Models.load(
                Files.write(folder.resolve("model.joblib"), FIXTURES.named(name).model()));
    }
}
