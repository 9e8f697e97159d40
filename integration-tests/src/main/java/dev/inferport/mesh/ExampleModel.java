package dev.inferport.mesh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inferport.wire.mmesh.ModelInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder with a model and its {@code example.json}: the model's format, a request and the answer expected to it.
 *
 * @param id name of the folder, also the id of the model
 * @param path path of the model below the folder of all examples
 * @param isFolder whether the model is a folder there
 * @param type model format
 * @param request body of a V2 REST request
 * @param expected what the answer must contain
 */
record ExampleModel(String id, String path, boolean isFolder, String type, JsonNode request, JsonNode expected) {

    private static final String DESCRIPTION = "example.json";

    /** All examples of a folder, by name. */
    static List<ExampleModel> in(Path root, ObjectMapper json) throws IOException {
        var examples = new ArrayList<ExampleModel>();
        try (var folders = Files.list(root)) {
            for (var folder : folders.sorted().toList()) {
                if (Files.isRegularFile(folder.resolve(DESCRIPTION))) {
                    examples.add(read(folder, json.readTree(Files.readAllBytes(folder.resolve(DESCRIPTION)))));
                }
            }
        }
        return examples;
    }

    /** The request body of a file that is either an example's description or just a request. */
    static JsonNode requestBody(JsonNode file) {
        var inputs = file.path("inputs");
        return file.has("model_type") && inputs.isObject() ? inputs : bodyWith(file);
    }

    /**
     * How the model is registered, if the examples' folder is what a storage key stands for.
     *
     * @param zipped whether each folder is a {@code .zip} there, because the storage has no folders
     */
    ModelInfo info(String storageKey, boolean zipped, ObjectMapper json) {
        var key = json.createObjectNode().put("model_type", type).put("storage_key", storageKey);
        if (zipped && isFolder) {
            key.putObject("storage_params").put("unpack", "true");
        }
        return ModelInfo.newBuilder()
                .setType(type)
                .setPath(zipped && isFolder ? path + ".zip" : path)
                .setKey(key.toString())
                .build();
    }

    private static ExampleModel read(Path folder, JsonNode description) {
        var id = String.valueOf(folder.getFileName());
        var path = description.path("path").asText();
        var inFolder = !path.isEmpty() && Files.exists(folder.resolve(path));
        var inRoot = inFolder ? id + "/" + path : path.isEmpty() ? id : path;
        return new ExampleModel(
                id,
                inRoot,
                Files.isDirectory(folder.resolveSibling(inRoot)),
                description.path("model_type").asText(),
                requestBody(description),
                description.path("expected"));
    }

    private static JsonNode bodyWith(JsonNode file) {
        if (file instanceof ObjectNode object && file.has("model_type")) {
            return object.objectNode().set("inputs", file.path("inputs"));
        }
        return file;
    }
}
