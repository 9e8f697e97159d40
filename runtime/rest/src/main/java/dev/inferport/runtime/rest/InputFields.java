package dev.inferport.runtime.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.Parameters;
import dev.inferport.runtime.api.RequestInput;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an input so far. Data that comes before its datatype is not kept: its place in the body is, and it
 * is read from there once the datatype is known.
 */
final class InputFields {

    private final int index;
    private final RequestBody body;
    private @Nullable String name;
    private @Nullable DataType dataType;
    private @Nullable Shape shape;
    private Parameters parameters = Parameters.none();
    private @Nullable TensorData data;
    private @Nullable Region unread;

    InputFields(int index, RequestBody body) {
        this.index = index;
        this.body = body;
    }

    void name(String value) {
        this.name = value;
    }

    void dataType(DataType value) {
        this.dataType = value;
    }

    void shape(Shape value) {
        this.shape = value;
    }

    void parameters(Parameters value) {
        this.parameters = value;
    }

    /** Reads the data, or remembers where it is. */
    void data(JsonParser parser) throws IOException {
        if (dataType != null) {
            data = TensorDataParser.parse(parser, dataType, capacity());
        } else {
            unread = Region.skip(parser, body.length());
        }
    }

    /** How messages call this input. */
    String label() {
        return name == null ? "inputs[" + index + "]" : "input '" + name + "'";
    }

    InferenceException named(InferenceException failure) {
        return new InferenceException(failure.reason(), label() + ": " + failure.getMessage(), failure);
    }

    RequestInput build(JsonFactory json, BinarySection binary) throws IOException {
        try {
            String givenName = Fields.require(name, "name");
            DataType type = Fields.require(dataType, "datatype");
            Shape concrete = Fields.require(shape, "shape");
            if (parameters.get(BinarySection.SIZE_PARAMETER).isPresent()) {
                return binaryInput(givenName, type, concrete, binary);
            }
            if (data == null && unread != null) {
                try (JsonParser parser = json.createParser(body.bytes(), unread.offset(), unread.length())) {
                    parser.nextToken();
                    data = TensorDataParser.parse(parser, type, capacity());
                }
            }
            Tensor tensor = Fields.require(data, "data").toTensor(type, concrete);
            return new RequestInput(givenName, tensor, parameters);
        } catch (InferenceException e) {
            throw named(e);
        }
    }

    private RequestInput binaryInput(String givenName, DataType type, Shape concrete, BinarySection binary) {
        if (data != null || unread != null) {
            throw new InferenceException(
                    "data and parameters." + BinarySection.SIZE_PARAMETER + " are both given (expected: one of them)");
        }
        Tensor tensor = Tensor.ofRaw(type, concrete, binary.take(parameters));
        return new RequestInput(givenName, tensor, BinarySection.withoutSize(parameters));
    }

    /** The number of elements to make room for: as many as the shape says, if the body can hold them. */
    private int capacity() {
        if (shape == null || !shape.isConcrete()) {
            return 0;
        }
        return (int) Math.min(shape.elementCount(), body.length() / 2 + 1);
    }

    /** A JSON value in the body. */
    private record Region(int offset, int length) {

        static Region skip(JsonParser parser, int bodyLength) throws IOException {
            int offset = (int) parser.currentTokenLocation().getByteOffset();
            JsonToken token = parser.currentToken();
            boolean delimited = token.isStructStart() || token == JsonToken.VALUE_STRING;
            int length = delimited ? bodyLength - offset : parser.getTextLength();
            parser.skipChildren();
            return new Region(offset, length);
        }
    }
}
