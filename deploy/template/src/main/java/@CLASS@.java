package @PACKAGE@;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.ModelUri;
import dev.inferport.runtime.api.ResponseOutput;
import dev.inferport.runtime.api.Tensor;
import java.io.IOException;
import java.nio.file.Files;

/** Adds the numbers of each row, and a bias that it reads from its folder. Put your own model in its place. */
public final class @CLASS@ extends MLModel {

    private double bias;

    public @CLASS@(ModelSettings settings) {
        super(settings);
    }

    /** Called once, before the model goes into service. */
    @Override
    public boolean load() throws IOException {
        bias = Double.parseDouble(
                Files.readString(ModelUri.resolve(settings(), "bias.txt")).strip());
        return true;
    }

    /** Called by many threads at a time. */
    @Override
    public InferenceResponse predict(InferenceRequest request) {
        Tensor rows = request.singleInput().tensor();
        if (rows.shape().rank() != 2) {
            throw new InferenceException("shape " + rows.shape() + " (expected: [rows, columns])");
        }
        int count = (int) rows.shape().dimension(0);
        double[] values = rows.toDoubles();
        double[] sums = new double[count];
        int columns = count == 0 ? 0 : values.length / count;
        for (int row = 0; row < count; row++) {
            sums[row] = bias;
            for (int column = 0; column < columns; column++) {
                sums[row] += values[row * columns + column];
            }
        }
        return InferenceResponse.of(ResponseOutput.array("total", Tensor.of(sums, count, 1)));
    }
}
