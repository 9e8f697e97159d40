package dev.inferport.runtime.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.Shape;
import java.io.IOException;
import java.util.Arrays;

/** Reads the shape of a tensor: a list of dimensions, each 0 or more. */
final class ShapeParser {

    private static final int MAX_RANK = Json.MAX_DEPTH;

    private ShapeParser() {}

    static Shape parse(JsonParser parser) throws IOException {
        Fields.requireArray(parser, "shape");
        long[] dimensions = new long[MAX_RANK];
        int rank = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (rank == MAX_RANK) {
                throw new InferenceException("shape: too many dimensions (expected: at most " + MAX_RANK + ")");
            }
            dimensions[rank] = dimension(parser, rank);
            rank++;
        }
        return Shape.of(Arrays.copyOf(dimensions, rank));
    }

    private static long dimension(JsonParser parser, int position) throws IOException {
        boolean integer = parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        if (!integer || parser.getLongValue() < 0) {
            throw Fields.wrong(parser, "shape[" + position + "]", "an integer of 0 or more");
        }
        return parser.getLongValue();
    }
}
