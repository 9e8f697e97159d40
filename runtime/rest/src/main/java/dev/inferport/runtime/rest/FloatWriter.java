package dev.inferport.runtime.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * Writes floating-point numbers with the fewest digits that identify them in their own precision. NaN and infinities,
 * which JSON lacks, are {@code null}, as in MLServer.
 */
final class FloatWriter {

    private FloatWriter() {}

    static void write(JsonGenerator json, float value) throws IOException {
        if (Float.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeNull();
        }
    }

    static void write(JsonGenerator json, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeNull();
        }
    }
}
