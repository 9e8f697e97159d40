package dev.inferport.runtime.sklearn;

/** The column names of a pandas table. */
final class PandasIndex {

    private PandasIndex() {}

    /** The array or list of names. */
    static Object content(PyObject index) {
        if (NdArray.isArray(index)) {
            return index;
        }
        if (index.argument(1) instanceof PyDict state) {
            Object data = state.get("data");
            if (data != null) {
                return data;
            }
        }
        throw Py.unexpected(index, "the names of columns");
    }
}
