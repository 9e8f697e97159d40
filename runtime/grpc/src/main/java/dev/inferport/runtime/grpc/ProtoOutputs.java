package dev.inferport.runtime.grpc;

import com.google.protobuf.UnsafeByteOperations;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.ResponseOutput;
import dev.inferport.runtime.api.Shape;
import dev.inferport.wire.inference.ModelInferResponse;
import dev.inferport.wire.inference.ModelInferResponse.InferOutputTensor;

/**
 * Makes messages of responses: raw where the request was raw, typed otherwise. FP16 and BF16 have no typed form in the
 * protocol, and a message is either raw or typed as a whole, so that a response with such an output is raw in any case.
 *
 * <p>A raw output is sent from the tensor's own bytes, without a copy.
 */
final class ProtoOutputs {

    private ProtoOutputs() {}

    /** @param rawRequest whether the request that this answers was raw */
    static ModelInferResponse encode(InferenceResponse response, boolean rawRequest) {
        ModelInferResponse.Builder message = ModelInferResponse.newBuilder()
                .setModelName(response.modelName())
                .setModelVersion(response.modelVersion().orElse(""))
                .setId(response.id().orElse(""))
                .putAllParameters(ProtoParameters.encode(response.parameters()));
        boolean raw = rawRequest || response.outputs().stream().anyMatch(output -> !hasTypedForm(output));
        for (ResponseOutput output : response.outputs()) {
            InferOutputTensor.Builder tensor = described(output);
            if (raw) {
                message.addRawOutputContents(
                        UnsafeByteOperations.unsafeWrap(output.tensor().raw()));
            } else {
                tensor.setContents(TypedWriter.write(output.tensor()));
            }
            message.addOutputs(tensor);
        }
        return message.build();
    }

    private static boolean hasTypedForm(ResponseOutput output) {
        return ContentsField.of(output.tensor().dataType()).isPresent();
    }

    private static InferOutputTensor.Builder described(ResponseOutput output) {
        InferOutputTensor.Builder tensor = InferOutputTensor.newBuilder()
                .setName(output.name())
                .setDatatype(output.tensor().dataType().name())
                .putAllParameters(ProtoParameters.encode(output.parameters()));
        Shape shape = output.tensor().shape();
        for (int i = 0; i < shape.rank(); i++) {
            tensor.addShape(shape.dimension(i));
        }
        return tensor;
    }
}
