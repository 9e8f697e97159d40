package dev.inferport.runtime.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.inferport.runtime.api.DataType;
import java.io.IOException;
import java.math.BigInteger;

/** Reads the elements of an integer datatype; a number such as 1.0 is an integer, 1.9 is not. */
final class IntegerReader implements ElementReader {

    /** Up to here every integer is a double of its own. */
    private static final double EXACT = 0x1p53;

    private final DataType type;
    private final boolean unsigned;
    private final long min;
    private final long max;

    private IntegerReader(DataType type, boolean unsigned) {
        int bits = type.size() * Byte.SIZE;
        this.type = type;
        this.unsigned = unsigned;
        this.min = unsigned ? 0 : -1L << (bits - 1);
        this.max = bits == Long.SIZE ? Long.MAX_VALUE : (1L << (unsigned ? bits : bits - 1)) - 1;
    }

    static IntegerReader of(DataType type) {
        return new IntegerReader(type, type.name().startsWith("U"));
    }

    @Override
    public void read(JsonParser parser, ElementBuffer elements) throws IOException {
        long value = value(parser);
        switch (type.size()) {
            case Byte.BYTES -> elements.room(Byte.BYTES).put((byte) value);
            case Short.BYTES -> elements.room(Short.BYTES).putShort((short) value);
            case Integer.BYTES -> elements.room(Integer.BYTES).putInt((int) value);
            default -> elements.room(Long.BYTES).putLong(value);
        }
    }

    private long value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NUMBER_INT) {
            if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                return large(parser.getBigIntegerValue());
            }
            return inRange(parser.getLongValue());
        }
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            double value = parser.getDoubleValue();
            if (value == Math.rint(value) && Math.abs(value) <= EXACT) {
                return inRange((long) value);
            }
        }
        throw wrong();
    }

    private long inRange(long value) {
        if (value < min || value > max) {
            throw wrong();
        }
        return value;
    }

    /** UINT64 from 2^63 on, whose bits are those of a negative long. */
    private long large(BigInteger value) {
        if (type != DataType.UINT64 || value.signum() < 0 || value.bitLength() > Long.SIZE) {
            throw wrong();
        }
        return value.longValue();
    }

    private WrongElementException wrong() {
        String top = unsigned ? Long.toUnsignedString(type == DataType.UINT64 ? -1L : max) : Long.toString(max);
        return new WrongElementException("an integer from " + min + " to " + top + " for " + type);
    }
}
