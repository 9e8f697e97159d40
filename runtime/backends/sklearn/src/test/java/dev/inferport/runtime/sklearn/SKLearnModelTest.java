package dev.inferport.runtime.sklearn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceException;
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
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SKLearnModelTest extends TabularBackendKit {

    private static final Fixtures FIXTURES = Fixtures.of("1.9.0");

    @TempDir
    Path folder;

    /** Trees that take missing values, as scikit-learn saves them before anything is compressed. */
    @Override
    protected Sample sample() {
        Fixtures.Case holes = FIXTURES.named("hist_holes");
        Tensor predictions = Fixtures.tensor(holes.answers().get("predict_proba"));
        return new Sample(
                holes.unpackedIn(Path.of("target", "kit")),
                "x",
                Fixtures.tensor(holes.input()),
                "predict_proba",
                predictions);
    }

    @Override
    protected Set<String> otherNames() {
        return Set.of("mlserver_sklearn.SKLearnModel");
    }

    @Override
    protected List<String> wellKnownFiles() {
        return List.of("model.joblib", "model.pickle", "model.pkl");
    }

    /** Exponentials are summed in another order than in NumPy. */
    @Override
    protected double tolerance(double expected) {
        return 1e-15;
    }

    @Test
    void integerClassesAreInt64AndTextsAreBytes() throws IOException {
        assertThat(ask("logistic_multinomial", iris()).outputs())
                .singleElement()
                .satisfies(output -> {
                    assertThat(output.name()).isEqualTo("predict");
                    assertThat(output.tensor().dataType()).isEqualTo(DataType.INT64);
                    assertThat(output.tensor().shape()).isEqualTo(Shape.of(2, 1));
                });
        assertThat(ask("logistic_names", iris()).output("predict").tensor().strings())
                .containsExactly("setosa", "virginica");
    }

    @Test
    void aRegressorAnswersFp64WithAColumnForEachTarget() throws IOException {
        Tensor row = Tensor.of(new double[10], 1, 10);

        assertThat(ask("linear", row).output("predict").tensor().toString()).isEqualTo("FP64[1, 1]");
        assertThat(ask("linear_two_targets", row).output("predict").tensor().toString())
                .isEqualTo("FP64[1, 2]");
    }

    @Test
    void outputsComeInTheOrderOfTheRequest() throws IOException {
        InferenceResponse response = ask("logistic_names", iris(), "predict_proba", "predict", "predict_proba");

        assertThat(response.outputs().stream().map(ResponseOutput::name))
                .containsExactly("predict_proba", "predict", "predict_proba");
        assertThat(response.outputs().get(0).tensor().toString()).isEqualTo("FP64[2, 3]");
    }

    @Test
    void predictFnChoosesTheDefaultOutput() throws IOException {
        Path file = write("logistic_names");
        SKLearnModel model = Models.of(file, Map.of("predict_fn", "predict_proba"));
        model.load();

        assertThat(model.predict(request(iris()).build()).outputs().get(0).name())
                .isEqualTo("predict_proba");
        assertThatThrownBy(() -> Models.of(file, Map.of("predict_fn", "fit")).load())
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("'fit'");
    }

    @Test
    void anOutputThatTheModelHasNotIsRefusedWithThoseItHas() {
        assertThatThrownBy(() -> ask("linear_svc", iris(), "predict_proba"))
                .isInstanceOf(InferenceException.class)
                .hasMessage("output 'predict_proba': not one that a LinearSVC has (expected: predict,"
                        + " decision_function)");
    }

    @Test
    void aTransformerAnswersInThePrecisionOfItsInput() throws IOException {
        Tensor single = Tensor.of(new float[] {5, 3, 1, 0}, 1, 4);

        assertThat(ask("StandardScaler_iris", single)
                        .output("transform")
                        .tensor()
                        .dataType())
                .isEqualTo(DataType.FP32);
        assertThat(ask("StandardScaler_iris", iris())
                        .output("transform")
                        .tensor()
                        .dataType())
                .isEqualTo(DataType.FP64);
    }

    @Test
    void theTensorIsNamedWhereItsWidthIsWrong() {
        assertThatThrownBy(() -> ask("logistic_names", Tensor.of(new double[3], 1, 3)))
                .isInstanceOf(InferenceException.class)
                .hasMessage("input 'x': 3 columns in shape [1, 3] (expected: 4, the number that the model was fitted"
                        + " with)");
        assertThatThrownBy(() -> ask("logistic_names", Tensor.of(new double[4], 4)))
                .hasMessage("input 'x': shape [4] (expected: [rows, 4])");
        assertThatThrownBy(() -> ask("logistic_names", Tensor.ofStrings(List.of("a", "b", "c", "d"), 1, 4)))
                .hasMessageContaining("BYTES (expected: a numeric datatype)");
    }

    @Test
    void aValueThatIsNotFiniteIsRefusedWhereTheLibraryRefusesIt() throws IOException {
        Tensor hole = Tensor.of(new double[] {5, Double.NaN, 1, 0}, 1, 4);

        assertThatThrownBy(() -> ask("logistic_names", hole))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("NaN");
        assertThat(ask("hist_classifier", hole).output("predict").tensor().elementCount())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "logistic_names",
                "RandomForestClassifier",
                "boosting",
                "hist_classifier",
                "svc_probability",
                "knn_uniform",
                "mlp_relu",
                "voting_soft"
            })
    void noRowsGiveNoRows(String name) throws IOException {
        InferenceResponse response = ask(name, Tensor.of(new double[0], 0, 4), "predict", "predict_proba");

        assertThat(response.output("predict").tensor().shape()).isEqualTo(Shape.of(0, 1));
        assertThat(response.output("predict_proba").tensor().shape()).isEqualTo(Shape.of(0, 3));
    }

    @Test
    void namedColumnsAreTakenInAnyOrder() throws IOException {
        Fixtures.Case mixed = FIXTURES.named("mixed_columns");
        SKLearnModel model = load("mixed_columns");
        InferenceRequest inOrder = mixed.request().build();
        InferenceRequest.Builder reversed = InferenceRequest.builder("model");
        for (int i = inOrder.inputs().size() - 1; i >= 0; i--) {
            reversed.input(inOrder.inputs().get(i));
        }

        assertThat(model.predict(reversed.build()).output("predict").tensor())
                .isEqualTo(model.predict(inOrder).output("predict").tensor());
    }

    @Test
    void aColumnThatIsMissingIsNamed() throws IOException {
        SKLearnModel model = load("mixed_columns");
        InferenceRequest request = InferenceRequest.builder("model")
                .input("age", Tensor.of(new double[] {1}, 1, 1))
                .input("city", Tensor.ofStrings(List.of("Rome"), 1, 1))
                .build();

        assertThatThrownBy(() -> model.predict(request)).hasMessageContaining("input 'grade' is missing");
    }

    @Test
    void textsMayComeWithAndWithoutASecondDimension() throws IOException {
        List<String> texts = List.of("red wine", "a lazy dog");

        assertThat(ask("text_pipeline", Tensor.ofStrings(texts, 2))
                        .output("predict")
                        .tensor())
                .isEqualTo(ask("text_pipeline", Tensor.ofStrings(texts, 2, 1))
                        .output("predict")
                        .tensor());
    }

    /** As scikit-learn 1.9.1 pickles {@code LabelEncoder().fit(["Rome", "Oslo", "Paris", "Rome"])}. */
    @Test
    void labelsAreEncodedByTheirPlace() throws IOException {
        String pickle = """
                gASVHQEAAAAAAACMHHNrbGVhcm4ucHJlcHJvY2Vzc2luZy5fbGFiZWyUjAxMYWJlbEVuY29kZXKUk5QpgZR9lCiMCG
                NsYXNzZXNflIwWbnVtcHkuX2NvcmUubXVsdGlhcnJheZSMDF9yZWNvbnN0cnVjdJSTlIwFbnVtcHmUjAduZGFycmF5
                lJOUSwCFlEMBYpSHlFKUKEsBSwOFlGgJjAVkdHlwZZSTlIwCVTWUiYiHlFKUKEsDjAE8lE5OTksUSwRLCHSUYolDPE
                8AAABzAAAAbAAAAG8AAAAAAAAAUAAAAGEAAAByAAAAaQAAAHMAAABSAAAAbwAAAG0AAABlAAAAAAAAAJR0lGKMEF9z
                a2xlYXJuX3ZlcnNpb26UjAUxLjkuMZR1Yi4=""";
        Path file =
                Files.write(folder.resolve("model.pkl"), Base64.getMimeDecoder().decode(pickle));
        Tensor cities = Tensor.ofStrings(List.of("Paris", "Oslo", "Rome"), 3);

        assertThat(Models.load(file)
                        .predict(request(cities).build())
                        .output("transform")
                        .tensor())
                .isEqualTo(Tensor.of(new long[] {1, 0, 2}, 3, 1));
        assertThatThrownBy(() -> Models.load(file)
                        .predict(request(Tensor.ofStrings(List.of("Bonn"), 1)).build()))
                .hasMessageContaining("'Bonn' (expected: one of the categories that the model was fitted with)");
    }

    @Test
    void theSizeGrowsWithTheModel() throws IOException {
        long linear = load("linear").sizeInBytes().orElseThrow();
        long forest = load("RandomForestClassifier").sizeInBytes().orElseThrow();

        assertThat(linear).isBetween(1L, 4096L);
        assertThat(forest).isGreaterThan(linear);
        // Five small trees: what the file has of each node beyond them is not kept.
        assertThat(forest).isLessThan(6000);
    }

    private static Tensor iris() {
        return Tensor.of(new double[] {5.1, 3.5, 1.4, 0.2, 6.3, 3.3, 6.0, 2.5}, 2, 4);
    }

    private InferenceResponse ask(String name, Tensor tensor, String... outputs) throws IOException {
        InferenceRequest.Builder request = request(tensor);
        for (String output : outputs) {
            request.output(new RequestedOutput(output));
        }
        return load(name).predict(request.build());
    }

    private static InferenceRequest.Builder request(Tensor tensor) {
        return InferenceRequest.builder("model").input("x", tensor);
    }

    private SKLearnModel load(String name) throws IOException {
        return Models.load(write(name));
    }

    private Path write(String name) throws IOException {
        return Files.write(folder.resolve("model.joblib"), FIXTURES.named(name).model());
    }
}
