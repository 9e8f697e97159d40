package dev.inferport.runtime.sklearn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a pickle would have Python make by calling {@code type} with {@code arguments}: a record of the wish, which
 * nothing here carries out.
 */
final class PyObject {

    private final PyGlobal type;
    private final List<Object> arguments;
    private final PyDict items = new PyDict();
    private final List<Object> appended = new ArrayList<>(0);
    private Object state = PyNone.NONE;

    PyObject(PyGlobal type, List<Object> arguments) {
        this.type = type;
        this.arguments = arguments;
    }

    PyGlobal type() {
        return type;
    }

    String typeName() {
        return type.qualified();
    }

    List<Object> arguments() {
        return Collections.unmodifiableList(arguments);
    }

    /** The argument at a place, or {@code None} where there are fewer. */
    Object argument(int index) {
        return index < arguments.size() ? arguments.get(index) : PyNone.NONE;
    }

    /** What BUILD set; {@code None} before. */
    Object state() {
        return state;
    }

    void build(Object newState) {
        state = newState;
    }

    /** The entries of an object that is a dictionary too. */
    PyDict items() {
        return items;
    }

    /** The elements of an object that is a list too. */
    List<Object> appended() {
        return appended;
    }
}
