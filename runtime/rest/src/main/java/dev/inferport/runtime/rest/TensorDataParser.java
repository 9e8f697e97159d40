package dev.inferport.runtime.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceException;
import java.io.IOException;

/** Reads {@code data}: a flat list, nested lists, or a single element; no object per element is made. */
final class TensorDataParser {

    private final JsonParser parser;
    private final ElementReader reader;
    private final ElementBuffer elements;
    private final Nesting nesting = new Nesting();
    private int count;

    private TensorDataParser(JsonParser parser, DataType type, int capacity) {
        this.parser = parser;
        this.reader = ElementReader.of(type);
        this.elements = new ElementBuffer((long) capacity * Math.max(type.size(), Integer.BYTES));
    }

    /**
     * Reads the value that the parser is at.
     *
     * @param capacity the number of elements that are likely to come, or 0
     */
    static TensorData parse(JsonParser parser, DataType type, int capacity) throws IOException {
        return new TensorDataParser(parser, type, capacity).read();
    }

    private TensorData read() throws IOException {
        JsonToken token = parser.currentToken();
        while (true) {
            if (token == JsonToken.START_ARRAY) {
                nesting.open();
            } else if (token == JsonToken.END_ARRAY) {
                nesting.close();
            } else {
                element();
            }
            if (nesting.isClosed()) {
                return new TensorData(elements.finish(), count, nesting.shape());
            }
            token = parser.nextToken();
        }
    }

    private void element() throws IOException {
        nesting.element();
        try {
            reader.read(parser, elements);
        } catch (WrongElementException e) {
            throw new InferenceException(
                    InferenceException.Reason.INVALID_ARGUMENT,
                    "data[" + count + "]: " + Fields.shown(parser) + " (expected: " + e.getMessage() + ")",
                    e);
        }
        count++;
    }
}
