package dev.inferport.runtime.grpc;

import com.google.protobuf.ByteString;
import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.RequestInput;
import dev.inferport.runtime.api.RequestedOutput;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import dev.inferport.wire.inference.InferTensorContents;
import dev.inferport.wire.inference.ModelInferRequest;
import dev.inferport.wire.inference.ModelInferRequest.InferInputTensor;
import dev.inferport.wire.inference.ModelInferRequest.InferRequestedOutputTensor;
import java.util.Map;

/**
 * Makes requests of messages, and takes the protocol at its word: either each tensor has its elements in the field of
 * its datatype, or all have them in {@code raw_input_contents}, and their number is that of the shape. Whatever
 * deviates is an INVALID_ARGUMENT that names tensor, value and expectation; nothing is guessed.
 */
final class ProtoTensors {

    private ProtoTensors() {}

    /**
     * The request in that message.
     *
     * @param model the one that is asked, whatever the message says
     * @param headers for the model to see
     */
    static InferenceRequest decode(ModelInferRequest message, String model, Map<String, String> headers) {
        InferenceRequest.Builder request = InferenceRequest.builder(model)
                .modelVersion(message.getModelVersion())
                .id(message.getId())
                .parameters(ProtoParameters.decode(message.getParametersMap()))
                .headers(headers);
        requireRawEntries(message);
        for (int i = 0; i < message.getInputsCount(); i++) {
            request.input(input(message, i));
        }
        for (InferRequestedOutputTensor output : message.getOutputsList()) {
            request.output(new RequestedOutput(output.getName(), ProtoParameters.decode(output.getParametersMap())));
        }
        return request.build();
    }

    /** Whether a request has its tensors in raw form, and is to be answered in it. */
    static boolean isRaw(ModelInferRequest message) {
        return message.getRawInputContentsCount() > 0;
    }

    private static void requireRawEntries(ModelInferRequest message) {
        int entries = message.getRawInputContentsCount();
        if (isRaw(message) && entries != message.getInputsCount()) {
            throw new InferenceException("raw_input_contents: " + entries + " entries (expected: "
                    + message.getInputsCount() + ", one for each input)");
        }
    }

    private static RequestInput input(ModelInferRequest message, int index) {
        InferInputTensor input = message.getInputs(index);
        try {
            DataType dataType = DataType.of(input.getDatatype());
            Shape shape = shape(input);
            Tensor tensor = isRaw(message)
                    ? raw(dataType, shape, input, message.getRawInputContents(index))
                    : TypedReader.read(dataType, shape, input.getContents());
            return new RequestInput(input.getName(), tensor, ProtoParameters.decode(input.getParametersMap()));
        } catch (InferenceException e) {
            throw new InferenceException(e.reason(), "input '" + input.getName() + "': " + e.getMessage(), e);
        }
    }

    private static Shape shape(InferInputTensor input) {
        long[] dimensions = new long[input.getShapeCount()];
        for (int i = 0; i < dimensions.length; i++) {
            dimensions[i] = input.getShape(i);
            if (dimensions[i] < 0) {
                throw new InferenceException("shape: " + input.getShapeList() + " (expected: no negative dimension)");
            }
        }
        return Shape.of(dimensions);
    }

    private static Tensor raw(DataType dataType, Shape shape, InferInputTensor input, ByteString bytes) {
        InferTensorContents contents = input.getContents();
        for (ContentsField field : ContentsField.values()) {
            if (field.count(contents) > 0) {
                throw new InferenceException(
                        "contents: " + field + " (expected: no contents in a request that has raw_input_contents)");
            }
        }
        return Tensor.ofRaw(dataType, shape, bytes.asReadOnlyByteBuffer());
    }
}
