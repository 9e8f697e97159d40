package dev.inferport.mesh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inferport.wire.inference.InferParameter;
import dev.inferport.wire.inference.ModelInferRequest;
import dev.inferport.wire.inference.ModelInferRequest.InferInputTensor;
import dev.inferport.wire.inference.ModelInferRequest.InferRequestedOutputTensor;
import dev.inferport.wire.inference.ModelInferResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The V2 protocol's JSON bodies as its gRPC messages and back, so that one request file serves both. */
final class V2Json {

    private V2Json() {}

    /**
     * A gRPC request from the body of a REST request.
     *
     * @param raw whether tensors go as raw bytes instead of typed contents
     */
    static ModelInferRequest request(JsonNode body, String model, boolean raw) {
        var request = ModelInferRequest.newBuilder()
                .setModelName(model)
                .setId(body.path("id").asText())
                .putAllParameters(parameters(body));
        for (var input : body.path("inputs")) {
            var datatype = input.path("datatype").asText();
            var elements = flattened(input.path("data"));
            var tensor = InferInputTensor.newBuilder()
                    .setName(input.path("name").asText())
                    .setDatatype(datatype)
                    .putAllParameters(parameters(input));
            input.path("shape").forEach(dimension -> tensor.addShape(dimension.asLong()));
            if (raw) {
                request.addRawInputContents(TensorElements.toRaw(datatype, elements));
            } else {
                tensor.setContents(TensorElements.toTyped(datatype, elements));
            }
            request.addInputs(tensor);
        }
        for (var output : body.path("outputs")) {
            request.addOutputs(InferRequestedOutputTensor.newBuilder()
                    .setName(output.path("name").asText())
                    .putAllParameters(parameters(output)));
        }
        return request.build();
    }

    /** The body that a REST client would get for this response. */
    static ObjectNode response(ModelInferResponse response) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("model_name", response.getModelName());
        putUnlessEmpty(json, "model_version", response.getModelVersion());
        putUnlessEmpty(json, "id", response.getId());
        addParameters(json, response.getParametersMap());
        var outputs = json.putArray("outputs");
        for (var i = 0; i < response.getOutputsCount(); i++) {
            var tensor = response.getOutputs(i);
            var output = outputs.addObject();
            output.put("name", tensor.getName());
            output.put("datatype", tensor.getDatatype());
            var shape = output.putArray("shape");
            tensor.getShapeList().forEach(shape::add);
            addParameters(output, tensor.getParametersMap());
            var data = output.putArray("data");
            if (response.getRawOutputContentsCount() > i) {
                TensorElements.fromRaw(tensor.getDatatype(), response.getRawOutputContents(i), data);
            } else {
                TensorElements.fromTyped(tensor.getDatatype(), tensor.getContents(), data);
            }
        }
        return json;
    }

    /** The elements of a tensor's data, which may be nested by its shape, in row-major order. */
    static List<JsonNode> flattened(JsonNode data) {
        var elements = new ArrayList<JsonNode>();
        if (data.isArray()) {
            data.forEach(part -> elements.addAll(flattened(part)));
        } else if (!data.isMissingNode()) {
            elements.add(data);
        }
        return elements;
    }

    private static Map<String, InferParameter> parameters(JsonNode owner) {
        var parameters = new TreeMap<String, InferParameter>();
        owner.path("parameters")
                .properties()
                .forEach(entry -> parameters.put(entry.getKey(), parameter(entry.getValue())));
        return parameters;
    }

    private static InferParameter parameter(JsonNode value) {
        var parameter = InferParameter.newBuilder();
        if (value.isBoolean()) {
            return parameter.setBoolParam(value.asBoolean()).build();
        }
        if (value.isIntegralNumber()) {
            return parameter.setInt64Param(value.asLong()).build();
        }
        if (value.isNumber()) {
            return parameter.setDoubleParam(value.asDouble()).build();
        }
        return parameter.setStringParam(value.asText()).build();
    }

    private static void addParameters(ObjectNode json, Map<String, InferParameter> parameters) {
        if (parameters.isEmpty()) {
            return;
        }
        var object = json.putObject("parameters");
        parameters.forEach((name, value) -> {
            switch (value.getParameterChoiceCase()) {
                case BOOL_PARAM -> object.put(name, value.getBoolParam());
                case INT64_PARAM -> object.put(name, value.getInt64Param());
                case STRING_PARAM -> object.put(name, value.getStringParam());
                case DOUBLE_PARAM -> object.put(name, value.getDoubleParam());
                case UINT64_PARAM -> object.put(name, Long.toUnsignedString(value.getUint64Param()));
                case PARAMETERCHOICE_NOT_SET -> object.putNull(name);
            }
        });
    }

    private static void putUnlessEmpty(ObjectNode json, String name, String value) {
        if (!value.isEmpty()) {
            json.put(name, value);
        }
    }
}
