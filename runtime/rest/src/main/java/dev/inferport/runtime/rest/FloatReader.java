package dev.inferport.runtime.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.inferport.runtime.api.DataType;
import java.io.IOException;

/**
 * Reads the elements of a floating-point datatype, each as the nearest value that the datatype has. {@code null} is
 * NaN, as in MLServer. A number that only infinity would be near enough to is refused.
 */
abstract sealed class FloatReader implements ElementReader {

    private final DataType type;

    private FloatReader(DataType type) {
        this.type = type;
    }

    static FloatReader of(DataType type) {
        return switch (type) {
            case FP16 -> new Small(type, SmallFloat.FP16);
            case BF16 -> new Small(type, SmallFloat.BF16);
            case FP32 -> new Single();
            case FP64 -> new Wide();
            default -> throw new IllegalArgumentException("type: " + type + " (expected: a floating-point datatype)");
        };
    }

    @Override
    public final void read(JsonParser parser, ElementBuffer elements) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
            boolean finite = number(parser, elements);
            if (!finite && isLiteral(parser)) {
                throw new WrongElementException("a number in the range of " + type);
            }
        } else {
            put(special(parser, token), elements);
        }
    }

    /** Puts the number that the parser is at; says whether it is finite. */
    abstract boolean number(JsonParser parser, ElementBuffer elements) throws IOException;

    abstract void put(double special, ElementBuffer elements);

    private double special(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            return Double.NaN;
        }
        String text = token == JsonToken.VALUE_STRING ? parser.getText() : "";
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw new WrongElementException("a number, null or 'NaN' for " + type);
        };
    }

    /** Whether the number is spelled in digits, and not as NaN or Infinity. */
    private static boolean isLiteral(JsonParser parser) throws IOException {
        String text = parser.getText();
        return Character.isDigit(text.charAt(text.length() - 1));
    }

    private static final class Single extends FloatReader {

        Single() {
            super(DataType.FP32);
        }

        @Override
        boolean number(JsonParser parser, ElementBuffer elements) throws IOException {
            float value = parser.getFloatValue();
            elements.room(Float.BYTES).putFloat(value);
            return Float.isFinite(value);
        }

        @Override
        void put(double special, ElementBuffer elements) {
            elements.room(Float.BYTES).putFloat((float) special);
        }
    }

    private static final class Wide extends FloatReader {

        Wide() {
            super(DataType.FP64);
        }

        @Override
        boolean number(JsonParser parser, ElementBuffer elements) throws IOException {
            double value = parser.getDoubleValue();
            put(value, elements);
            return Double.isFinite(value);
        }

        @Override
        void put(double special, ElementBuffer elements) {
            elements.room(Double.BYTES).putDouble(special);
        }
    }

    private static final class Small extends FloatReader {

        private final SmallFloat format;

        Small(DataType type, SmallFloat format) {
            super(type);
            this.format = format;
        }

        @Override
        boolean number(JsonParser parser, ElementBuffer elements) throws IOException {
            short bits = format.encode(parser.getDoubleValue());
            elements.room(Short.BYTES).putShort(bits);
            return format.isFinite(bits);
        }

        @Override
        void put(double special, ElementBuffer elements) {
            elements.room(Short.BYTES).putShort(format.encode(special));
        }
    }
}
