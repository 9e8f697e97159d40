package dev.inferport.runtime.grpc;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelSettings;

/** Fails as the request's parameter {@code failure} says. */
public final class FailingModel extends MLModel {

    public FailingModel(ModelSettings settings) {
        super(settings);
    }

    @Override
    public InferenceResponse predict(InferenceRequest request) {
        String failure = request.parameters().string("failure").orElse("kaboom");
        switch (failure) {
            case "missing input" -> throw new InferenceException("Model input 'x' not found");
            case "precondition" -> throw new InferenceException(Reason.FAILED_PRECONDITION, "not trained");
            case "long" -> throw new InferenceException("\u00e4".repeat(20_000));
            default -> throw new IllegalStateException(failure);
        }
    }
}
