package dev.inferport.runtime.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.RequestedOutput;
import dev.inferport.runtime.api.Tensor;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** After the first answers the library is given memory for outputs of the shapes that it had; they may change. */
class OutputShapesTest {

    @Test
    void anOutputMayHaveAnotherShapeForOtherValues() throws IOException {
        OnnxModel model = Models.load("shape-by-values");
        float[][] rows = {{0, 3, 0, 4}, {5, 0, 0, 6}, {0, 7, 0, 0}, {1, 2, 3, 4}, {0, 0, 0, 0}, {0, 3, 0, 4}};
        long[][] expected = {{1, 3}, {0, 3}, {1}, {0, 1, 2, 3}, {}, {1, 3}};
        for (int i = 0; i < rows.length; i++) {
            InferenceResponse response = model.predict(InferenceRequest.builder("m")
                    .input("x", Tensor.of(rows[i], 4))
                    .build());
            assertThat(response.output("where").tensor()).isEqualTo(Tensor.of(expected[i], 1, expected[i].length));
            assertThat(response.output("negated").tensor().toFloats())
                    .containsExactly(-rows[i][0], -rows[i][1], -rows[i][2], -rows[i][3]);
        }
        model.unload();
    }

    @Test
    void eachNumberOfRowsHasItsAnswerWhicheverOutputsAreAsked() throws IOException {
        OnnxModel model = Models.load("two-inputs");
        for (int round = 0; round < 3; round++) {
            for (int rows = 0; rows < 300; rows += 23) {
                long[] left = new long[2 * rows];
                Arrays.fill(left, rows);
                InferenceRequest.Builder request = InferenceRequest.builder("m")
                        .input("left", Tensor.of(left, rows, 2))
                        .input("right", Tensor.of(new long[2 * rows], rows, 2));
                if (round == 1) {
                    request.output(new RequestedOutput("gap"));
                }
                InferenceResponse response = model.predict(request.build());
                assertThat(response.output("gap").tensor()).isEqualTo(Tensor.of(left, rows, 2));
                assertThat(response.outputs()).hasSize(round == 1 ? 1 : 3);
            }
        }
        model.unload();
    }
}
