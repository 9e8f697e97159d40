package dev.inferport.runtime.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.inferport.runtime.api.HeapRoom;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.Parameters;
import dev.inferport.runtime.api.RequestInput;
import dev.inferport.runtime.api.RequestedOutput;
import dev.inferport.runtime.api.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

/**
 * Reads an inference request: JSON, behind which the binary data of some inputs may follow. Keys come in any order,
 * unknown ones are passed over, none may come twice. Safe for any thread.
 */
final class RequestParser {

    /** The prompt of a request to generate text, and the input that it becomes. */
    static final String TEXT_INPUT = "text_input";

    private static final Parameters TEXT = Parameters.of("content_type", "str");

    private static final int LARGE = 1 << 18;

    private final JsonFactory json;
    private final boolean takesText;
    private final InputParser inputs;

    /**
     * A request that has been read.
     *
     * @param isPrompt whether it has a text in place of tensors
     */
    record Parsed(InferenceRequest request, boolean isPrompt) {}

    /** @param takesText whether {@code text_input} may stand in for inputs */
    RequestParser(JsonFactory json, boolean takesText) {
        this.json = json;
        this.takesText = takesText;
        this.inputs = new InputParser(json);
    }

    /**
     * Adds what the body says to a request.
     *
     * @param jsonLength bytes of JSON at the start of the body; the rest is binary data
     * @throws InferenceException (INVALID_ARGUMENT) where the body is not such a request
     */
    Parsed parse(RequestBody body, int jsonLength, InferenceRequest.Builder request) {
        BinarySection binary = new BinarySection(body, jsonLength);
        try (JsonParser parser = parser(body, jsonLength)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new InferenceException("the body is not an inference request (expected: a JSON object)");
            }
            boolean hasInputs = false;
            boolean prompt = false;
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                parser.nextToken();
                hasInputs |= key.equals("inputs");
                prompt |= isText(key);
                read(key, parser, body, binary, request);
            }
            if (hasInputs && prompt) {
                throw new InferenceException("inputs and " + TEXT_INPUT + " are both given (expected: one of them)");
            }
            if (!hasInputs && !prompt) {
                throw new InferenceException("inputs: missing (expected: a list of tensors)");
            }
            requireEnd(parser);
            binary.requireEnd();
            return new Parsed(request.build(), prompt);
        } catch (IOException e) {
            throw JsonErrors.malformed(e);
        }
    }

    /** What is made of a large body may be far larger than the body: objects for a few bytes each. */
    private JsonParser parser(RequestBody body, int length) throws IOException {
        return length < LARGE
                ? json.createParser(body.bytes(), 0, length)
                : json.createParser(HeapRoom.watchingRequest(new ByteArrayInputStream(body.bytes(), 0, length)));
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
            default -> {
                if (isText(key)) {
                    String prompt = Fields.text(parser, TEXT_INPUT);
                    request.input(new RequestInput(TEXT_INPUT, Tensor.ofStrings(List.of(prompt), 1), TEXT));
                } else {
                    parser.skipChildren();
                }
            }
        }
    }

    private boolean isText(String key) {
        return takesText && key.equals(TEXT_INPUT);
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
