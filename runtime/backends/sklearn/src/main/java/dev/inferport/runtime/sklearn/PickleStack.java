package dev.inferport.runtime.sklearn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The stack and the memo of a pickle, each with a bound. */
final class PickleStack {

    private static final int MOST_VALUES = 1 << 21;
    private static final int MOST_MARKS = 1 << 16;
    private static final int MOST_MEMOS = 1 << 24;

    private final ArrayList<Object> values = new ArrayList<>();
    private int[] marks = new int[16];
    private int markCount;
    private Object[] memo = new Object[64];
    private int memoCount;

    void push(Object value) {
        if (values.size() == MOST_VALUES) {
            throw new InvalidModelException("the pickle holds more than " + MOST_VALUES + " values at a time");
        }
        values.add(value);
    }

    Object pop() {
        requireValue();
        return values.remove(values.size() - 1);
    }

    Object peek() {
        requireValue();
        return values.get(values.size() - 1);
    }

    void mark() {
        if (markCount == MOST_MARKS) {
            throw new InvalidModelException("the pickle nests more than " + MOST_MARKS + " containers");
        }
        if (markCount == marks.length) {
            marks = Arrays.copyOf(marks, 2 * markCount);
        }
        marks[markCount++] = values.size();
    }

    /** Takes the values down to the last mark, and the mark. */
    List<Object> popToMark() {
        if (markCount == 0) {
            throw new InvalidModelException("the pickle ends a container that it did not begin");
        }
        List<Object> tail = values.subList(marks[--markCount], values.size());
        List<Object> taken = new PyList(tail.size());
        taken.addAll(tail);
        tail.clear();
        return taken;
    }

    void memoize() {
        memoize(memoCount);
    }

    void memoize(long index) {
        if (index < 0 || index >= MOST_MEMOS || index > 4L * (memoCount + 1024)) {
            throw new InvalidModelException("the pickle remembers a value under number " + index
                    + " (expected: one of the " + memoCount + " so far or the next)");
        }
        if (index >= memo.length) {
            memo = Arrays.copyOf(memo, (int) Math.max(index + 1, 2L * memo.length));
        }
        memo[(int) index] = peek();
        memoCount++;
    }

    Object recall(long index) {
        if (index < 0 || index >= memo.length || memo[(int) index] == null) {
            throw new InvalidModelException("the pickle recalls value number " + index + ", which it did not remember");
        }
        return memo[(int) index];
    }

    private void requireValue() {
        int floor = markCount == 0 ? 0 : marks[markCount - 1];
        if (values.size() <= floor) {
            throw new InvalidModelException("the pickle takes a value from an empty stack");
        }
    }
}
