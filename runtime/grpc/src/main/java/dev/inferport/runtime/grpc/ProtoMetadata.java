package dev.inferport.runtime.grpc;

import dev.inferport.runtime.api.ModelMetadata;
import dev.inferport.runtime.api.TensorMetadata;
import dev.inferport.wire.inference.ModelMetadataResponse;
import java.util.Arrays;

/** Makes a message of what a model says of itself. */
final class ProtoMetadata {

    private ProtoMetadata() {}

    static ModelMetadataResponse encode(ModelMetadata metadata) {
        ModelMetadataResponse.Builder message = ModelMetadataResponse.newBuilder()
                .setName(metadata.name())
                .addAllVersions(metadata.versions())
                .setPlatform(metadata.platform())
                .putAllParameters(ProtoParameters.encode(metadata.parameters()));
        metadata.inputs().forEach(input -> message.addInputs(encode(input)));
        metadata.outputs().forEach(output -> message.addOutputs(encode(output)));
        return message.build();
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
