package dev.inferport.runtime.sklearn;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;

/** Reads values of a pickle as what a model needs them to be. */
final class Py {

    private Py() {}

    static boolean isNone(Object value) {
        return value == PyNone.NONE;
    }

    static int integer(Object value) {
        Object plain = scalar(value);
        if (plain instanceof Long number && number == number.intValue()) {
            return number.intValue();
        }
        if (plain instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        throw unexpected(value, "an integer");
    }

    static double number(Object value) {
        Object plain = scalar(value);
        if (plain instanceof Long || plain instanceof Double || plain instanceof BigInteger) {
            return ((Number) plain).doubleValue();
        }
        if (plain instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        throw unexpected(value, "a number");
    }

    static boolean isNumber(Object value) {
        Object plain = scalar(value);
        return plain instanceof Number;
    }

    static boolean flag(Object value) {
        Object plain = scalar(value);
        if (plain instanceof Boolean flag) {
            return flag;
        }
        if (plain instanceof Long number) {
            return number != 0;
        }
        throw unexpected(value, "True or False");
    }

    static String text(Object value) {
        if (scalar(value) instanceof String text) {
            return text;
        }
        throw unexpected(value, "a text");
    }

    /** A list, a tuple, a one-dimensional array, or an object that wraps a list. */
    static List<Object> list(Object value) {
        if (value instanceof List<?> list) {
            return Collections.unmodifiableList(list);
        }
        if (NdArray.isArray(value)) {
            return NdArray.of(value).items();
        }
        if (value instanceof PyObject object && object.state() instanceof PyDict state) {
            Object data = state.get("data");
            if (data instanceof List<?> list) {
                return Collections.unmodifiableList(list);
            }
        }
        throw unexpected(value, "a list");
    }

    /** A numpy scalar as the plain value; anything else as it is. */
    static Object scalar(Object value) {
        if (value instanceof PyObject object && object.type().name().equals("scalar")) {
            DType type = DType.of(object.argument(0));
            if (type.isObject()) {
                return object.argument(1);
            }
            return new NdArray(type, new int[] {1}, bytes(object.argument(1))).item(0);
        }
        if (NdArray.isArray(value)) {
            NdArray array = NdArray.of(value);
            if (array.shape().length == 0) {
                return array.item(0);
            }
        }
        return value;
    }

    static byte[] bytes(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        if (value instanceof String text) {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
        throw unexpected(value, "bytes");
    }

    static InvalidModelException unexpected(Object value, String expected) {
        return new InvalidModelException("found " + describe(value) + " (expected: " + expected + ")");
    }

    static String describe(Object value) {
        if (value instanceof PyObject object) {
            return "an object of " + object.typeName();
        }
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            String text = value.toString();
            return "'" + (text.length() > 60 ? text.substring(0, 60) + "..." : text) + "'";
        }
        if (value instanceof PyGlobal global) {
            return global.qualified();
        }
        return isNone(value) ? "None" : "a " + value.getClass().getSimpleName();
    }
}
