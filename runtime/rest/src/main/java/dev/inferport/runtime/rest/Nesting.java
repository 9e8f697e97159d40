package dev.inferport.runtime.rest;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.Shape;
import java.util.Arrays;

/** Follows nested lists and finds out the one shape that they have; refuses those that have none. */
final class Nesting {

    private static final int UNKNOWN = -1;

    /** Entries so far of the list that is open at each depth. */
    private final long[] entries = new long[Json.MAX_DEPTH];

    /** Length of the lists at each depth, as the first one to end had it. */
    private final long[] lengths = new long[Json.MAX_DEPTH];

    private int depth;
    private int deepest;
    private int elementDepth = UNKNOWN;

    Nesting() {
        Arrays.fill(lengths, UNKNOWN);
    }

    void open() {
        if (depth == elementDepth) {
            throw ragged("a list where others of its level are elements");
        }
        if (depth == entries.length) {
            throw new InferenceException("data: nested too deeply (expected: at most " + Json.MAX_DEPTH + " levels)");
        }
        if (depth > 0) {
            entries[depth - 1]++;
        }
        entries[depth] = 0;
        depth++;
        deepest = Math.max(deepest, depth);
    }

    void close() {
        depth--;
        long length = entries[depth];
        if (lengths[depth] == UNKNOWN) {
            lengths[depth] = length;
        } else if (lengths[depth] != length) {
            throw ragged("a list of " + length + " where others of its level have " + lengths[depth]);
        }
    }

    void element() {
        if (depth != elementDepth) {
            if (elementDepth != UNKNOWN || deepest != depth) {
                throw ragged("an element where others of its level are lists");
            }
            elementDepth = depth;
        }
        if (depth > 0) {
            entries[depth - 1]++;
        }
    }

    /** Whether every list that was opened is closed. */
    boolean isClosed() {
        return depth == 0;
    }

    /** The lengths of the lists, outermost first; for use when all are closed. */
    Shape shape() {
        return Shape.of(Arrays.copyOf(lengths, deepest));
    }

    private static InferenceException ragged(String what) {
        return new InferenceException("data: ragged, with " + what + " (expected: lists of equal length)");
    }
}
