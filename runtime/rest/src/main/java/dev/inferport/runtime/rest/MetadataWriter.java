package dev.inferport.runtime.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.inferport.runtime.api.ModelMetadata;
import dev.inferport.runtime.api.TensorMetadata;
import dev.inferport.runtime.core.IndexEntry;
import dev.inferport.runtime.core.ServerInfo;
import java.io.IOException;
import java.util.List;

/** Writes what the server says of itself, of its models and of its repository. Safe for any thread. */
final class MetadataWriter {

    private final JsonFactory json;

    MetadataWriter(JsonFactory json) {
        this.json = json;
    }

    RestResponse server(ServerInfo info) {
        return object(generator -> {
            generator.writeStringField("name", info.name());
            generator.writeStringField("version", info.version());
            writeTexts(generator, "extensions", info.extensions());
        });
    }

    RestResponse model(ModelMetadata metadata) {
        return object(generator -> {
            generator.writeStringField("name", metadata.name());
            writeTexts(generator, "versions", metadata.versions());
            generator.writeStringField("platform", metadata.platform());
            writeTensors(generator, "inputs", metadata.inputs());
            writeTensors(generator, "outputs", metadata.outputs());
            ParametersWriter.writeField(generator, metadata.parameters());
        });
    }

    RestResponse index(List<IndexEntry> entries) {
        return RestResponse.json(JsonBytes.of(json, generator -> {
            generator.writeStartArray();
            for (IndexEntry entry : entries) {
                writeEntry(generator, entry);
            }
            generator.writeEndArray();
        }));
    }

    /** An object of one truth value, such as {@code {"live": true}}. */
    RestResponse flag(String name, boolean value) {
        return object(generator -> generator.writeBooleanField(name, value));
    }

    RestResponse modelFlag(String model, boolean ready) {
        return object(generator -> {
            generator.writeStringField("name", model);
            generator.writeBooleanField("ready", ready);
        });
    }

    RestResponse error(String message) {
        return object(generator -> generator.writeStringField("error", message));
    }

    private RestResponse object(JsonBytes.Value fields) {
        return RestResponse.json(JsonBytes.of(json, generator -> {
            generator.writeStartObject();
            fields.writeTo(generator);
            generator.writeEndObject();
        }));
    }

    private static void writeEntry(JsonGenerator json, IndexEntry entry) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", entry.name());
        if (!entry.version().isEmpty()) {
            json.writeStringField("version", entry.version());
        }
        json.writeStringField("state", entry.state().name());
        json.writeStringField("reason", entry.reason());
        json.writeEndObject();
    }

    private static void writeTensors(JsonGenerator json, String name, List<TensorMetadata> tensors) throws IOException {
        json.writeArrayFieldStart(name);
        for (TensorMetadata tensor : tensors) {
            json.writeStartObject();
            json.writeStringField("name", tensor.name());
            json.writeStringField("datatype", tensor.datatype().name());
            ResponseWriter.writeShape(json, tensor.shape());
            ParametersWriter.writeField(json, tensor.parameters());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeTexts(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }
}
