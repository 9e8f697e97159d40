package dev.inferport.runtime.rest;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.inferport.runtime.api.InferenceException;
import java.io.IOException;
import java.util.regex.Pattern;

/** Says where and why JSON can't be read. */
final class JsonErrors {

    private static final int MAX_LENGTH = 200;

    /** What the parser says of its own settings and of places that the message names anyway. */
    private static final Pattern PARSER_INTERNALS =
            Pattern.compile(", from `[^`]*`| \\((start marker|for \\w+ starting) .*");

    private JsonErrors() {}

    static InferenceException malformed(IOException failure) {
        if (failure instanceof JsonProcessingException json) {
            return new InferenceException(
                    InferenceException.Reason.INVALID_ARGUMENT,
                    "the body is not valid JSON: " + reason(json) + place(json.getLocation()),
                    failure);
        }
        return new InferenceException(
                InferenceException.Reason.INVALID_ARGUMENT, "the body is not valid JSON: not UTF-8", failure);
    }

    private static String reason(JsonProcessingException failure) {
        if (failure instanceof JsonEOFException) {
            return "it ends too early";
        }
        String sentence = PARSER_INTERNALS.matcher(failure.getOriginalMessage()).replaceAll("");
        return sentence.length() <= MAX_LENGTH ? sentence : sentence.substring(0, MAX_LENGTH) + "…";
    }

    private static String place(JsonLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
