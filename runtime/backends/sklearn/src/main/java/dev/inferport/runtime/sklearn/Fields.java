package dev.inferport.runtime.sklearn;

import java.util.List;

/** The attributes of one object of a model's file, by name; errors say which object and which attribute. */
final class Fields {

    private final PyObject object;
    private final PyDict state;
    private final Assembly assembly;

    Fields(PyObject object, Assembly assembly) {
        this.object = object;
        this.assembly = assembly;
        this.state = object.state() instanceof PyDict dict ? dict : object.items();
    }

    Assembly assembly() {
        return assembly;
    }

    PyObject object() {
        return object;
    }

    String typeName() {
        return object.type().name();
    }

    /** Whether the attribute is there and not {@code None}. */
    boolean has(String name) {
        Object value = state.get(name);
        return value != null && !Py.isNone(value);
    }

    /** The attribute, or {@code None} where it is not there. */
    Object get(String name) {
        Object value = state.get(name);
        return value == null ? PyNone.NONE : value;
    }

    Object require(String name) {
        Object value = state.get(name);
        if (value == null || Py.isNone(value)) {
            throw new InvalidModelException(object.typeName() + " has no '" + name
                    + "': it was not fitted, or is of a version of scikit-learn that is not known");
        }
        return value;
    }

    int integer(String name) {
        return read(name, () -> Py.integer(require(name)));
    }

    int integer(String name, int otherwise) {
        return has(name) ? integer(name) : otherwise;
    }

    double number(String name) {
        return read(name, () -> Py.number(require(name)));
    }

    double number(String name, double otherwise) {
        return has(name) ? number(name) : otherwise;
    }

    boolean flag(String name, boolean otherwise) {
        return has(name) ? read(name, () -> Py.flag(require(name))) : otherwise;
    }

    String text(String name, String otherwise) {
        return Py.scalar(get(name)) instanceof String text ? text : otherwise;
    }

    List<Object> list(String name) {
        return read(name, () -> Py.list(require(name)));
    }

    NdArray array(String name) {
        NdArray array = read(name, () -> assembly.array(require(name)));
        assembly.hold(8L * array.size());
        return array;
    }

    /** An array that is made into something else, and not kept. */
    NdArray passingArray(String name) {
        NdArray array = read(name, () -> assembly.array(require(name)));
        assembly.pass(8L * array.size());
        return array;
    }

    double[] doubles(String name) {
        Object value = require(name);
        return Py.isNumber(value)
                ? new double[] {Py.number(value)}
                : array(name).doubles();
    }

    int[] ints(String name) {
        return array(name).ints();
    }

    /** Two dimensions; a vector is one row. */
    DenseMatrix rowsOf(String name) {
        NdArray array = array(name);
        if (array.shape().length < 2) {
            return new DenseMatrix(1, array.size(), array.doubles());
        }
        return DenseMatrix.of(array);
    }

    Labels labels(String name) {
        return Labels.of(array(name));
    }

    Fields object(String name) {
        return of(require(name));
    }

    Fields of(Object value) {
        if (value instanceof PyObject part) {
            return new Fields(part, assembly);
        }
        throw Py.unexpected(value, "an object");
    }

    Estimator estimator(String name) {
        return assembly.make(require(name));
    }

    List<Estimator> estimators(String name) {
        return list(name).stream().map(assembly::make).toList();
    }

    /** Values of a dictionary attribute. */
    PyDict dict(String name) {
        if (require(name) instanceof PyDict dict) {
            return dict;
        }
        throw Py.unexpected(get(name), "a dictionary in '" + name + "'");
    }

    /** The width that the estimator was fitted with. */
    int features() {
        return integer("n_features_in_", integer("n_features_", integer("n_features", Estimator.ANY_WIDTH)));
    }

    /** Whether it was written by this version of scikit-learn or a later one; false where it doesn't say. */
    boolean since(int major, int minor) {
        return Versions.isSince(version(), major, minor);
    }

    private String version() {
        return text("_sklearn_version", assembly.version());
    }

    private <T> T read(String name, Reading<T> reading) {
        try {
            return reading.read();
        } catch (InvalidModelException e) {
            throw new InvalidModelException(object.typeName() + "." + name + ": " + e.getMessage(), e);
        }
    }

    private interface Reading<T> {
        T read();
    }
}
