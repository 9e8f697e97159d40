package dev.inferport.runtime.lightgbm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.RequestedOutput;
import dev.inferport.runtime.api.ResponseOutput;
import dev.inferport.runtime.api.Tensor;
import dev.inferport.runtime.backendkit.Sample;
import dev.inferport.runtime.backendkit.TabularBackendKit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LightGBMModelTest extends TabularBackendKit {

    private static final Fixture IRIS = Fixture.of("4.7.0/multiclass");
    private static final Fixture DIABETES = Fixture.of("4.7.0/regression");
    private static final Fixture MISSING = Fixture.of("4.7.0/missing");

    @Override
    protected Sample sample() {
        return new Sample(MISSING.file(), MISSING.inputs(), MISSING.predictions());
    }

    @Override
    protected Set<String> otherNames() {
        return Set.of("mlserver_lightgbm.LightGBMModel");
    }

    @Override
    protected List<String> wellKnownFiles() {
        return List.of("model.bst", "model.txt", "model.lgb");
    }

    @Override
    protected boolean ignoresRequestedOutputs() {
        return true;
    }

    @Test
    void aFileOfAnotherKindIsRefusedWithItsName(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("model.txt"), "forest\nversion=v4\n");
        assertThatThrownBy(() -> Models.load(file.toString()))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": not a LightGBM model: it starts with 'forest' (expected: tree)");
    }

    @Test
    void severalClassesHaveAColumnEach() throws IOException {
        InferenceResponse response = Models.load(IRIS).predict(request(IRIS.inputs()));
        assertThat(response.outputs()).extracting(ResponseOutput::name).containsExactly("predict");
        assertThat(response.output("predict").tensor()).hasToString("FP64[" + IRIS.rowCount() + ", 3]");
    }

    @Test
    void theAnswerIsPredictWhateverOutputsAreAskedFor() throws IOException {
        LightGBMModel model = Models.load(DIABETES);
        List<ResponseOutput> unasked = model.predict(request(DIABETES.inputs())).outputs();
        assertThat(model.predict(request(DIABETES.inputs(), "predict")).outputs())
                .isEqualTo(unasked);
        assertThat(model.predict(request(DIABETES.inputs(), "predict_proba", "predict"))
                        .outputs())
                .isEqualTo(unasked);
    }

    private static InferenceRequest request(Tensor tensor, String... outputs) {
        InferenceRequest.Builder request = InferenceRequest.builder("m").input("x", tensor);
        for (String output : outputs) {
            request.output(new RequestedOutput(output));
        }
        return request.build();
    }
}
