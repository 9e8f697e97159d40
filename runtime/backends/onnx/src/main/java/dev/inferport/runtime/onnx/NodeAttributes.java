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
        float[] floatList = {};
        List<String> textList = new ArrayList<>();
        boolean other = false;
        ProtoReader.Outer outer = in.enter();
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> name = in.text();
                case 2, 7 -> floatList = joined(floatList, in.floats());
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
        floats.put(name, floatList);
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

    private static float[] joined(float[] first, float[] second) {
        if (first.length == 0) {
            return second;
        }
        float[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
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
