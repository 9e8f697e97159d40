package dev.inferport.runtime.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.RequestInput;
import java.io.IOException;

/** Reads one entry of {@code inputs}, whose keys may come in any order. */
final class InputParser {

    private final JsonFactory json;

    InputParser(JsonFactory json) {
        this.json = json;
    }

    RequestInput parse(JsonParser parser, int index, RequestBody body, BinarySection binary) throws IOException {
        InputFields fields = new InputFields(index, body);
        Fields.requireObject(parser, fields.label());
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            parser.nextToken();
            try {
                read(key, parser, fields);
            } catch (InferenceException e) {
                throw fields.named(e);
            }
        }
        return fields.build(json, binary);
    }

    private static void read(String key, JsonParser parser, InputFields fields) throws IOException {
        switch (key) {
            case "name" -> fields.name(Fields.text(parser, "name"));
            case "datatype" -> fields.dataType(DataType.of(Fields.text(parser, "datatype")));
            case "shape" -> fields.shape(ShapeParser.parse(parser));
            case "parameters" -> fields.parameters(ParametersParser.parse(parser, "parameters"));
            case "data" -> fields.data(parser);
            default -> parser.skipChildren();
        }
    }
}
