package dev.inferport.runtime.sklearn;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** The ways in which an array is written into a pickle, by numpy and by joblib. */
final class PickledArray {

    private static final String RECONSTRUCT = "_reconstruct";
    private static final String FROM_BUFFER = "_frombuffer";
    private static final Set<String> NUMPY =
            Set.of("numpy.core.multiarray", "numpy._core.multiarray", "numpy.core.numeric", "numpy._core.numeric");

    private PickledArray() {}

    static boolean isArray(PyGlobal type) {
        return NUMPY.contains(type.module())
                && (type.name().equals(RECONSTRUCT) || type.name().equals(FROM_BUFFER));
    }

    static boolean isJoblibWrapper(PyGlobal type) {
        return type.module().equals("joblib.numpy_pickle") && type.name().equals("NumpyArrayWrapper");
    }

    static NdArray decode(PyObject object) {
        if (object.type().name().equals(FROM_BUFFER)) {
            DType type = DType.of(object.argument(1));
            return NdArray.ofBytes(
                    type, shape(object.argument(2)), "F".equals(object.argument(3)), Py.bytes(object.argument(0)));
        }
        if (!(object.state() instanceof List<?> state) || state.size() < 5) {
            throw new InvalidModelException("an array of the file has no content");
        }
        DType type = DType.of(state.get(2));
        int[] shape = shape(state.get(1));
        boolean fortran = Py.flag(state.get(3));
        if (type.isObject()) {
            return ofObjects(type, shape, fortran, state.get(4));
        }
        return NdArray.ofBytes(type, shape, fortran, Py.bytes(state.get(4)));
    }

    /** Reads the bytes that follow the description of an array in joblib's format. */
    static NdArray readJoblib(PyObject wrapper, PickleInput in, NestedPickle nested) throws IOException {
        if (!(wrapper.state() instanceof PyDict state)) {
            throw new InvalidModelException("an array of joblib's format has no description");
        }
        DType type = DType.of(required(state, "dtype"));
        int[] shape = shape(required(state, "shape"));
        boolean fortran = "F".equals(required(state, "order"));
        if (type.isObject()) {
            return NdArray.of(nested.read());
        }
        Object alignment = state.get("numpy_array_alignment_bytes");
        if (alignment != null && !Py.isNone(alignment)) {
            in.bytes(in.unsignedByte());
        }
        byte[] bytes = in.bytes((long) NdArray.size(shape) * type.itemSize());
        return NdArray.ofBytes(type, shape, fortran, bytes);
    }

    /** Reads a complete pickle that lies inside another one. */
    interface NestedPickle {
        Object read() throws IOException;
    }

    private static NdArray ofObjects(DType type, int[] shape, boolean fortran, Object content) {
        if (!(content instanceof List<?> list)) {
            throw Py.unexpected(content, "the elements of an array");
        }
        if (fortran && shape.length > 1) {
            throw new InvalidModelException("an array of objects in Fortran order is not supported");
        }
        return NdArray.ofObjects(type, shape, Collections.unmodifiableList(list));
    }

    private static Object required(PyDict state, String name) {
        Object value = state.get(name);
        if (value == null) {
            throw new InvalidModelException("an array of joblib's format has no '" + name + "'");
        }
        return value;
    }

    private static int[] shape(Object pickled) {
        if (!(pickled instanceof List<?> list) || list.size() > 32) {
            throw Py.unexpected(pickled, "the shape of an array");
        }
        return list.stream().mapToInt(Py::integer).toArray();
    }
}
