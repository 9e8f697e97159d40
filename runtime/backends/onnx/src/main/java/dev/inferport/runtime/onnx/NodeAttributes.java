package dev.inferport.runtime.onnx;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The attributes of a node, as far as they are numbers and texts or lists of them. Not for use by several threads while
 * it is read.
 */
final class NodeAttributes {

    private static final int MOST_TEXT = 1 << 16;

    private final Map<String, long[]> numbers = new HashMap<>();
    private final Map<String, float[]> floats = new HashMap<>();
    private final Map<String, List<String>> texts = new HashMap<>();
    private final Set<String> others = new HashSet<>();

    /** Reads one attribute, which the reader has gone to. */
    void read(ProtoReader in) throws IOException {
        String name = "";
        LongList numberList = new LongList();
        FloatList floatList = new FloatList();
        List<String> textList = new ArrayList<>();
        boolean other = false;
        ProtoReader.Outer outer = in.enter();
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> name = in.text();
                case 2, 7 -> floatList.add(in.floats());
                case 3, 8 -> in.numbers(numberList::add);
                case 4, 9 -> textList.add(in.length() > MOST_TEXT ? "" : in.text());
                case 13, 20, 21 -> {
                    // Documentation and the attribute's type.
                }
                default -> other = true;
            }
        }
        in.leave(outer);
        numbers.put(name, numberList.toArray());
        floats.put(name, floatList.toArray());
        texts.put(name, textList);
        if (other) {
            others.add(name);
        }
    }

    long[] numbers(String name) {
        return numbers.getOrDefault(name, new long[0]);
    }

    float[] floats(String name) {
        return floats.getOrDefault(name, new float[0]);
    }

    List<String> texts(String name) {
        return texts.getOrDefault(name, List.of());
    }

    String text(String name, String absent) {
        List<String> all = texts(name);
        return all.size() == 1 ? all.get(0) : absent;
    }

    /** Whether there is an attribute, of whatever type. */
    boolean has(String name) {
        return numbers.containsKey(name);
    }

    /** The names of attributes that are tensors, graphs and the like. */
    Set<String> others() {
        return others;
    }

    /** Many parts of one element each are usual. */
    private static final class FloatList {

        private float[] values = new float[4];
        private int size;

        void add(float[] part) {
            if (size + part.length > values.length) {
                values = Arrays.copyOf(values, Math.max(size + part.length, 2 * size));
            }
            System.arraycopy(part, 0, values, size, part.length);
            size += part.length;
        }

        float[] toArray() {
            return Arrays.copyOf(values, size);
        }
    }

    /** Grows as it is filled: no length that a file claims is allocated. */
    private static final class LongList {

        private long[] values = new long[4];
        private int size;

        void add(long value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = value;
        }

        long[] toArray() {
            return Arrays.copyOf(values, size);
        }
    }
}
