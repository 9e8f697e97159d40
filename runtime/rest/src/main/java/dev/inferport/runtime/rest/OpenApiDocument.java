package dev.inferport.runtime.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inferport.runtime.api.ModelMetadata;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.TensorMetadata;
import dev.inferport.runtime.core.ModelRoute;
import dev.inferport.runtime.core.ServerInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The OpenAPI document of the protocol: as it is for the server, narrowed to its own paths for a model. */
final class OpenApiDocument {

    private static final String MODEL = "{model_name}";
    private static final String VERSION = "{model_version}";

    /** An example is to be read; whoever sends one of a large tensor gets told how much is missing. */
    private static final long EXAMPLE_ELEMENTS = 1024;

    private final ObjectMapper mapper = new ObjectMapper();

    /**
     * All routes of this server, those of its models among them.
     *
     * @param root of the server, relative to the document
     */
    byte[] ofServer(ServerInfo info, List<ModelRoute> routes, String root) {
        ObjectNode document = open(info.name(), root);
        routes.forEach(route -> addRoute(document.withObject("/paths"), route));
        return bytes(document);
    }

    /**
     * The routes of one model, with an example of a request that it takes.
     *
     * @param version in the path of the document
     * @param encodedName of the model, as paths have it
     */
    byte[] ofModel(ModelMetadata metadata, Optional<String> version, String encodedName, String root) {
        ObjectNode document = open(metadata.name(), root);
        ObjectNode paths = document.withObject("/paths");
        ObjectNode narrowed = mapper.createObjectNode();
        paths.properties().forEach(entry -> {
            String path = entry.getKey();
            boolean ofModel = path.startsWith("/v2/models/") && (version.isEmpty() || path.contains(VERSION));
            if (ofModel) {
                String concrete = path.replace(MODEL, encodedName);
                ObjectNode item = (ObjectNode) entry.getValue();
                removeParameter(item, "model_name");
                if (version.isPresent()) {
                    concrete = concrete.replace(VERSION, version.get());
                    removeParameter(item, "model_version");
                }
                narrowed.set(concrete, item);
            }
        });
        document.set("paths", narrowed);
        if (!metadata.inputs().isEmpty()) {
            document.withObject("/components/schemas/inference_request").set("example", example(metadata.inputs()));
        }
        return bytes(document);
    }

    private ObjectNode open(String title, String root) {
        try {
            ObjectNode document = (ObjectNode) mapper.readTree(DocsFiles.require("dataplane.json"));
            document.withObject("/info").put("title", title);
            document.putArray("servers").addObject().put("url", root).put("description", "this server");
            return document;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addRoute(ObjectNode paths, ModelRoute route) {
        JsonNode known = paths.path(route.path());
        ObjectNode item = known.isObject() ? (ObjectNode) known : paths.putObject(route.path());
        ObjectNode operation = item.putObject(route.method().toLowerCase(Locale.ROOT));
        operation.putArray("tags").add("models");
        operation.put("summary", "A route of the model " + route.model().name());
        ArrayNode parameters = operation.putArray("parameters");
        route.variables().forEach(variable -> parameters
                .addObject()
                .put("name", variable)
                .put("in", "path")
                .put("required", true)
                .putObject("schema")
                .put("type", "string"));
        operation.putObject("responses").putObject("200").put("description", "What the model answers");
    }

    private static void removeParameter(ObjectNode item, String name) {
        Iterator<JsonNode> parameters = item.path("parameters").iterator();
        while (parameters.hasNext()) {
            if (parameters.next().path("name").asText().equals(name)) {
                parameters.remove();
            }
        }
    }

    private ObjectNode example(List<TensorMetadata> inputs) {
        ObjectNode request = mapper.createObjectNode();
        ArrayNode tensors = request.putArray("inputs");
        for (TensorMetadata input : inputs) {
            ObjectNode tensor = tensors.addObject();
            tensor.put("name", input.name());
            ArrayNode shape = tensor.putArray("shape");
            long elements = 1;
            for (long dimension : input.shape().toArray()) {
                long size = dimension == Shape.ANY ? 1 : dimension;
                shape.add(size);
                elements = Math.min(elements * size, EXAMPLE_ELEMENTS + 1);
            }
            tensor.put("datatype", input.datatype().name());
            fill(tensor.putArray("data"), input, (int) Math.min(elements, EXAMPLE_ELEMENTS));
        }
        return request;
    }

    private static void fill(ArrayNode data, TensorMetadata input, int elements) {
        for (int i = 0; i < elements; i++) {
            switch (input.datatype()) {
                case BOOL -> data.add(false);
                case BYTES -> data.add("text");
                case FP16, BF16, FP32, FP64 -> data.add(0.0);
                default -> data.add(0);
            }
        }
    }

    private byte[] bytes(ObjectNode document) {
        try {
            return mapper.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
