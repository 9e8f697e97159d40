package dev.inferport.runtime.sklearn;

import java.util.ArrayList;

/**
 * A list, tuple or set of a pickle. It is equal to itself only, and its text does not show its elements: lists that
 * contain the same lists over and over, or themselves, would take for ever to compare or print.
 */
final class PyList extends ArrayList<Object> {

    private static final long serialVersionUID = 1L;

    PyList(int capacity) {
        super(capacity);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return "a list of " + size();
    }
}
