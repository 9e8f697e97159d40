package dev.inferport.runtime.rest;

import com.fasterxml.jackson.core.JsonFactory;
import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.ResponseOutput;
import io.netty.buffer.ByteBuf;

/**
 * Writes the answer to a prompt, as the Open Inference Protocol has it for generated text: the text and whose it is.
 * The text is that of the output {@code text_output}, or else of the first output of datatype BYTES.
 */
final class TextWriter {

    private static final String TEXT_OUTPUT = "text_output";

    private final JsonFactory json;

    TextWriter(JsonFactory json) {
        this.json = json;
    }

    ByteBuf write(InferenceResponse response) {
        String text = text(response);
        return JsonBytes.of(json, generator -> {
            generator.writeStartObject();
            generator.writeStringField("model_name", response.modelName());
            if (response.modelVersion().isPresent()) {
                generator.writeStringField(
                        "model_version", response.modelVersion().get());
            }
            if (response.id().isPresent()) {
                generator.writeStringField("id", response.id().get());
            }
            generator.writeStringField(TEXT_OUTPUT, text);
            generator.writeEndObject();
        });
    }

    private static String text(InferenceResponse response) {
        ResponseOutput found = null;
        for (ResponseOutput output : response.outputs()) {
            boolean isText = output.tensor().dataType() == DataType.BYTES
                    && output.tensor().elementCount() > 0;
            if (isText && (found == null || output.name().equals(TEXT_OUTPUT))) {
                found = output;
            }
        }
        if (found == null) {
            throw new InferenceException(
                    Reason.INTERNAL,
                    "model '" + response.modelName() + "' gave no text (expected: an output of datatype BYTES)");
        }
        return String.join("", found.tensor().strings());
    }
}
