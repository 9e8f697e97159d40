package dev.inferport.runtime.grpc;

import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.ResponseOutput;
import dev.inferport.runtime.api.Tensor;

/** Answers with the sum of its input. */
public final class SumModel extends MLModel {

    public SumModel(ModelSettings settings) {
        super(settings);
    }

    @Override
    public InferenceResponse predict(InferenceRequest request) {
        double sum = 0;
        for (double value : request.singleInput().tensor().toDoubles()) {
            sum += value;
        }
        return InferenceResponse.of(new ResponseOutput("sum", Tensor.of(new double[] {sum}, 1)));
    }
}
