package dev.inferport.runtime.core;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import dev.inferport.runtime.api.ModelParameters;
import dev.inferport.runtime.api.ModelSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads {@code model-settings.json}, with the environment's defaults for what the file leaves out. */
final class ModelSettingsReader {

    /** Settings with the names of thousands of columns have less. */
    private static final long LARGEST = 4 << 20;

    private final ObjectMapper mapper = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private final ModelDefaults defaults;

    ModelSettingsReader(ModelDefaults defaults) {
        this.defaults = defaults;
    }

    /**
     * The settings in that file. A model without a name has its folder's, one without a uri has its folder.
     *
     * @throws InferenceException (FAILED_PRECONDITION) that says where and why the file is wrong
     */
    ModelSettings read(Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        if (folder == null) {
            throw invalid(file, "no folder");
        }
        try {
            JsonNode tree = mapper.readTree(bytes(file));
            if (!(tree instanceof ObjectNode object)) {
                throw invalid(file, "a JSON object is expected");
            }
            Map<String, Object> fallbackParameters = Map.of("uri", folder.toString());
            return settings(defaults.completed(object), String.valueOf(folder.getFileName()), fallbackParameters)
                    .source(file.toAbsolutePath())
                    .build();
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw new InferenceException(
                    Reason.FAILED_PRECONDITION, "settings " + file + ": " + e.getOriginalMessage() + where, e);
        } catch (NoSuchFileException e) {
            throw new InferenceException(Reason.MODEL_NOT_FOUND, "settings " + file + ": no such file", e);
        } catch (IOException e) {
            throw new InferenceException(Reason.FAILED_PRECONDITION, "settings " + file + ": " + e, e);
        } catch (SettingsFields.InvalidField e) {
            throw new InferenceException(
                    Reason.FAILED_PRECONDITION, "settings " + file + ": " + ModelFailure.describe(e), e);
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        long size = Files.size(file);
        if (size > LARGEST) {
            throw invalid(file, size + " bytes (expected: at most " + LARGEST + ")");
        }
        return Files.readAllBytes(file);
    }

    /** The model that the environment alone describes, where it does. */
    Optional<ModelSettings> fromEnvironment() {
        if (!defaults.describeAModel()) {
            return Optional.empty();
        }
        return Optional.of(settings(defaults.completed(mapper.createObjectNode()), "", Map.of())
                .build());
    }

    private ModelSettings.Builder settings(
            ObjectNode tree, String fallbackName, Map<String, Object> fallbackParameters) {
        SettingsFields fields = new SettingsFields(tree);
        String name = fields.text("name").filter(text -> !text.isEmpty()).orElse(fallbackName);
        ModelSettings.Builder builder = ModelSettings.builder(name)
                .platform(fields.text("platform").orElse(""))
                .versions(fields.texts("versions"))
                .inputs(fields.tensors("inputs"))
                .outputs(fields.tensors("outputs"))
                .maxBatchSize(fields.integer("max_batch_size").orElse(0))
                .maxBatchTime(fields.seconds("max_batch_time"))
                .cacheEnabled(fields.bool("cache_enabled").orElse(false))
                .parameters(parameters(fields, fallbackParameters));
        fields.text("implementation").filter(text -> !text.isEmpty()).ifPresent(builder::implementation);
        fields.integer("parallel_workers").ifPresent(builder::parallelWorkers);
        fields.count("max_queue_size").ifPresent(builder::maxQueueSize);
        return builder;
    }

    private ModelParameters parameters(SettingsFields fields, Map<String, Object> fallback) {
        Map<String, Object> values = new LinkedHashMap<>(fallback);
        fields.object("parameters")
                .map(object -> mapper.convertValue(object, new TypeReference<Map<String, Object>>() {}))
                .ifPresent(given -> given.forEach((name, value) -> {
                    if (value != null && !value.equals("")) {
                        values.put(name, value);
                    }
                }));
        return ModelParameters.of(values);
    }

    private static InferenceException invalid(Path file, String why) {
        return new InferenceException(Reason.FAILED_PRECONDITION, "settings " + file + ": " + why);
    }
}
