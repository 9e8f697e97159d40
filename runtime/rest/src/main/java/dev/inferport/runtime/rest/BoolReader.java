package dev.inferport.runtime.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Reads BOOL elements: true and false, or 1 and 0, which is what some clients make of them. */
final class BoolReader implements ElementReader {

    @Override
    public void read(JsonParser parser, ElementBuffer elements) throws IOException {
        elements.room(1).put(isTrue(parser) ? (byte) 1 : 0);
    }

    private static boolean isTrue(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return token == JsonToken.VALUE_TRUE;
        }
        if (token == JsonToken.VALUE_NUMBER_INT && parser.getTextLength() == 1) {
            int value = parser.getIntValue();
            if (value == 0 || value == 1) {
                return value == 1;
            }
        }
        throw new WrongElementException("true or false for BOOL");
    }
}
