package dev.inferport.runtime.sklearn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The element type of a numpy array.
 *
 * @param kind numpy's letter: b(ool), i(nteger), u(nsigned), f(loat), U(nicode), S (bytes), O(bject), V (structured)
 * @param itemSize bytes of one element
 * @param fields of a structured type, by name
 */
record DType(char kind, int itemSize, boolean bigEndian, Map<String, Field> fields) {

    private static final int DEEPEST = 4;

    /** A field of a structured type, {@code offset} bytes into each element. */
    record Field(DType type, int offset) {}

    boolean isObject() {
        return kind == 'O';
    }

    /** Reads {@code numpy.dtype('f8', ...)} with its state. */
    static DType of(Object pickled) {
        return of(pickled, 0);
    }

    private static DType of(Object pickled, int depth) {
        if (!(pickled instanceof PyObject dtype)
                || !dtype.type().name().equals("dtype")
                || !(dtype.argument(0) instanceof String code)
                || depth > DEEPEST) {
            throw new InvalidModelException("an array of the file has no readable dtype");
        }
        String plain = code.isEmpty() || "<>|=".indexOf(code.charAt(0)) < 0 ? code : code.substring(1);
        boolean bigEndian = code.startsWith(">");
        if (!(dtype.state() instanceof List<?> state) || state.size() < 8) {
            return simple(plain, bigEndian);
        }
        if (state.get(4) instanceof PyDict fields) {
            return structured(fields, Py.integer(state.get(5)), depth);
        }
        if (state.get(2) instanceof List<?>) {
            throw new InvalidModelException("an array of the file has elements that are arrays (dtype " + code + ")");
        }
        return simple(plain, bigEndian || ">".equals(state.get(1)));
    }

    private static DType structured(PyDict fields, int itemSize, int depth) {
        Map<String, Field> byName = new LinkedHashMap<>();
        List<Object> keys = fields.keys();
        for (int i = 0; i < keys.size(); i++) {
            List<Object> field = Py.list(fields.values().get(i));
            DType type = of(field.get(0), depth + 1);
            int offset = Py.integer(field.get(1));
            if (offset < 0 || (long) offset + type.itemSize > itemSize || type.isObject()) {
                throw new InvalidModelException("field '" + keys.get(i) + "' of an array lies outside its elements");
            }
            byName.put(String.valueOf(keys.get(i)), new Field(type, offset));
        }
        return new DType('V', itemSize, false, Map.copyOf(byName));
    }

    private static DType simple(String code, boolean bigEndian) {
        char kind = code.isEmpty() ? ' ' : code.charAt(0);
        int size = size(code);
        boolean known =
                switch (kind) {
                    case 'b' -> size == 1;
                    case 'i', 'u' -> size == 1 || size == 2 || size == 4 || size == 8;
                    case 'f' -> size == 2 || size == 4 || size == 8;
                    case 'U', 'S', 'V' -> size >= 0;
                    case 'O' -> true;
                    case 'M', 'm' -> size == 8;
                    case 'c' -> size == 8 || size == 16;
                    default -> false;
                };
        if (!known) {
            throw new InvalidModelException("an array of the file has the dtype '" + code + "', which is not known");
        }
        return new DType(kind, kind == 'U' ? Math.multiplyExact(4, size) : size, bigEndian, Map.of());
    }

    private static int size(String code) {
        List<Character> digits = new ArrayList<>();
        for (int i = 1; i < code.length() && i < 10; i++) {
            if (!Character.isDigit(code.charAt(i))) {
                return -1;
            }
            digits.add(code.charAt(i));
        }
        int size = 0;
        for (char digit : digits) {
            size = 10 * size + (digit - '0');
        }
        return size;
    }
}
