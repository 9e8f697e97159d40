package dev.inferport.runtime.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.Parameters;
import dev.inferport.runtime.api.RequestedOutput;
import java.io.IOException;

/**
 * Reads an inference request: JSON, behind which the binary data of some inputs may follow. Keys come in any order,
 * unknown ones are passed over, none may come twice. Safe for any thread.
 */
final class RequestParser {

    private final JsonFactory json;
    private final InputParser inputs;

    RequestParser(JsonFactory json) {
        this.json = json;
        this.inputs = new InputParser(json);
    }

    /**
     * Adds what the body says to a request.
     *
     * @param jsonLength bytes of JSON at the start of the body; the rest is binary data
     * @throws InferenceException (INVALID_ARGUMENT) where the body is not such a request
     */
    InferenceRequest parse(RequestBody body, int jsonLength, InferenceRequest.Builder request) {
        BinarySection binary = new BinarySection(body, jsonLength);
        try (JsonParser parser = json.createParser(body.bytes(), 0, jsonLength)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new InferenceException("the body is not an inference request (expected: a JSON object)");
            }
            boolean hasInputs = false;
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                parser.nextToken();
                hasInputs |= key.equals("inputs");
                read(key, parser, body, binary, request);
            }
            if (!hasInputs) {
                throw new InferenceException("inputs: missing (expected: a list of tensors)");
            }
            requireEnd(parser);
        } catch (IOException e) {
            throw JsonErrors.malformed(e);
        }
        binary.requireEnd();
        return request.build();
    }

    private void read(
            String key, JsonParser parser, RequestBody body, BinarySection binary, InferenceRequest.Builder request)
            throws IOException {
        switch (key) {
            case "id" -> {
                if (parser.currentToken() != JsonToken.VALUE_NULL) {
                    request.id(Fields.text(parser, "id"));
                }
            }
            case "parameters" -> request.parameters(ParametersParser.parse(parser, "parameters"));
            case "inputs" -> readInputs(parser, body, binary, request);
            case "outputs" -> readOutputs(parser, request);
            default -> parser.skipChildren();
        }
    }

    private void readInputs(JsonParser parser, RequestBody body, BinarySection binary, InferenceRequest.Builder request)
            throws IOException {
        Fields.requireArray(parser, "inputs");
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            request.input(inputs.parse(parser, i, body, binary));
        }
    }

    private static void readOutputs(JsonParser parser, InferenceRequest.Builder request) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        Fields.requireArray(parser, "outputs");
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            request.output(readOutput(parser, "outputs[" + i + "]"));
        }
    }

    private static RequestedOutput readOutput(JsonParser parser, String label) throws IOException {
        Fields.requireObject(parser, label);
        String name = null;
        Parameters parameters = Parameters.none();
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            parser.nextToken();
            switch (key) {
                case "name" -> name = Fields.text(parser, label + ".name");
                case "parameters" -> parameters = ParametersParser.parse(parser, label + ".parameters");
                default -> parser.skipChildren();
            }
        }
        return new RequestedOutput(Fields.require(name, label + ".name"), parameters);
    }

    private static void requireEnd(JsonParser parser) throws IOException {
        if (parser.nextToken() != null) {
            throw new InferenceException("the body goes on after the JSON object (expected: nothing behind it)");
        }
    }
}
