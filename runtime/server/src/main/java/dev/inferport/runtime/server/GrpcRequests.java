package dev.inferport.runtime.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.inferport.wire.inference.InferTensorContents;
import dev.inferport.wire.inference.ModelInferRequest;
import dev.inferport.wire.inference.ModelInferRequest.InferInputTensor;
import dev.inferport.wire.inference.ModelInferRequest.InferRequestedOutputTensor;

/** Makes of a request in JSON the same one for gRPC; without parameters, which measure nothing. */
final class GrpcRequests {

    private GrpcRequests() {}

    static ModelInferRequest of(String model, JsonNode body) {
        ModelInferRequest.Builder request = ModelInferRequest.newBuilder().setModelName(model);
        for (JsonNode input : body.path("inputs")) {
            String datatype = input.path("datatype").asText();
            InferTensorContents.Builder contents = InferTensorContents.newBuilder();
            add(contents, datatype, input.path("data"));
            InferInputTensor.Builder tensor = InferInputTensor.newBuilder()
                    .setName(input.path("name").asText())
                    .setDatatype(datatype)
                    .setContents(contents);
            input.path("shape").forEach(dimension -> tensor.addShape(dimension.asLong()));
            request.addInputs(tensor);
        }
        body.path("outputs")
                .forEach(output -> request.addOutputs(InferRequestedOutputTensor.newBuilder()
                        .setName(output.path("name").asText())));
        return request.build();
    }

    private static void add(InferTensorContents.Builder contents, String datatype, JsonNode value) {
        if (value.isArray()) {
            value.forEach(element -> add(contents, datatype, element));
            return;
        }
        switch (datatype) {
            case "BOOL" -> contents.addBoolContents(value.asBoolean());
            case "INT8", "INT16", "INT32" -> contents.addIntContents(value.asInt());
            case "INT64" -> contents.addInt64Contents(value.asLong());
            case "UINT8", "UINT16", "UINT32" -> contents.addUintContents((int) value.asLong());
            case "UINT64" -> contents.addUint64Contents(value.bigIntegerValue().longValue());
            case "FP32" -> contents.addFp32Contents((float) value.asDouble());
            case "FP64" -> contents.addFp64Contents(value.asDouble());
            case "BYTES" -> contents.addBytesContents(ByteString.copyFromUtf8(value.asText()));
            default -> throw new IllegalArgumentException("datatype " + datatype + " goes over REST only, here");
        }
    }
}
