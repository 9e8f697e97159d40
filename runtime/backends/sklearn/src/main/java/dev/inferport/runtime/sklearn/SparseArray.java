package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.HeapRoom;

/** A scipy.sparse matrix in a model, such as coefficients that were sparsified. */
final class SparseArray {

    private static final long MOST_VALUES = 1L << 26;

    private SparseArray() {}

    static boolean isSparse(Object pickled) {
        return pickled instanceof PyObject object
                && (object.type().name().equals("csr_matrix")
                        || object.type().name().equals("csr_array"));
    }

    static NdArray toDense(PyObject csr) {
        if (!(csr.state() instanceof PyDict state)) {
            throw new InvalidModelException("a sparse matrix of the file has no content");
        }
        int[] shape =
                Py.list(value(state, "_shape")).stream().mapToInt(Py::integer).toArray();
        if (shape.length != 2 || (long) shape[0] * shape[1] > MOST_VALUES) {
            throw new InvalidModelException("a sparse matrix of the file is too large");
        }
        HeapRoom.requireForModel(2L * Double.BYTES * shape[0] * shape[1]);
        int[] starts = NdArray.of(value(state, "indptr")).ints();
        int[] indices = NdArray.of(value(state, "indices")).ints();
        double[] values = NdArray.of(value(state, "data")).doubles();
        byte[] bytes = new byte[shape[0] * shape[1] * Double.BYTES];
        java.nio.ByteBuffer dense = java.nio.ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < shape[0]; row++) {
            for (int i = starts[row]; i < starts[row + 1]; i++) {
                int at = Double.BYTES * (row * shape[1] + indices[i]);
                dense.putDouble(at, dense.getDouble(at) + values[i]);
            }
        }
        return new NdArray(new DType('f', Double.BYTES, false, java.util.Map.of()), shape, bytes);
    }

    private static Object value(PyDict state, String name) {
        Object value = state.get(name);
        if (value == null) {
            throw new InvalidModelException("a sparse matrix of the file has no '" + name + "'");
        }
        return value;
    }
}
