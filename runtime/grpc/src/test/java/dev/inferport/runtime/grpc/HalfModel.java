package dev.inferport.runtime.grpc;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import java.nio.ByteBuffer;

/** Answers with its input and one output of each half-width type. */
public final class HalfModel extends MLModel {

    public HalfModel(ModelSettings settings) {
        super(settings);
    }

    @Override
    public InferenceResponse predict(InferenceRequest request) {
        return InferenceResponse.builder()
                .output("full", request.singleInput().tensor())
                .output("half", one(DataType.FP16))
                .output("brain", one(DataType.BF16))
                .build();
    }

    private static Tensor one(DataType type) {
        return Tensor.ofRaw(type, Shape.of(1), ByteBuffer.allocate(Short.BYTES));
    }
}
