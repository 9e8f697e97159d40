package dev.inferport.runtime.grpc;

import dev.inferport.runtime.api.ModelMetadata;
import dev.inferport.runtime.api.Parameters;
import dev.inferport.runtime.api.TensorMetadata;
import dev.inferport.wire.inference.InferParameter;
import dev.inferport.wire.inference.ModelMetadataResponse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes a message of what a model says of itself. */
final class ProtoMetadata {

    private ProtoMetadata() {}

    static ModelMetadataResponse encode(ModelMetadata metadata) {
        ModelMetadataResponse.Builder message = ModelMetadataResponse.newBuilder()
                .setName(metadata.name())
                .addAllVersions(metadata.versions())
                .setPlatform(metadata.platform())
                .putAllParameters(texts(metadata.parameters()));
        metadata.inputs().forEach(input -> message.addInputs(encode(input)));
        metadata.outputs().forEach(output -> message.addOutputs(encode(output)));
        return message.build();
    }

    /**
     * Where MLServer has parameters in this message the Open Inference Protocol has texts, under the same number. A
     * parameter that is a text can be read as either, unlike a number, whose bytes need not be a text at all.
     */
    private static Map<String, InferParameter> texts(Parameters parameters) {
        Map<String, InferParameter> texts = new LinkedHashMap<>();
        parameters
                .asMap()
                .forEach((name, value) -> texts.put(
                        name,
                        InferParameter.newBuilder()
                                .setStringParam(value.toString())
                                .build()));
        return texts;
    }

    private static ModelMetadataResponse.TensorMetadata encode(TensorMetadata tensor) {
        return ModelMetadataResponse.TensorMetadata.newBuilder()
                .setName(tensor.name())
                .setDatatype(tensor.datatype().name())
                .addAllShape(Arrays.stream(tensor.shape().toArray()).boxed().toList())
                .putAllParameters(ProtoParameters.encode(tensor.parameters()))
                .build();
    }
}
