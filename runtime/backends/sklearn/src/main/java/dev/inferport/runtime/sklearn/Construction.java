package dev.inferport.runtime.sklearn;

import java.util.List;

/**
 * The calls that a pickle asks for. Those that stand for plain data become that data; every other one becomes a
 * {@link PyObject}, which says what was to be called and is not.
 */
final class Construction {

    private Construction() {}

    static Object reduce(PyGlobal callable, List<Object> arguments, PickleInput in) {
        return switch (callable.qualified()) {
            case "_codecs.encode" -> encode(arguments, in);
            case "builtins.bytes", "__builtin__.bytes", "builtins.bytearray", "__builtin__.bytearray" ->
                arguments.isEmpty() ? new byte[0] : bytes(arguments.get(0), in);
            case "builtins.set", "__builtin__.set", "builtins.frozenset", "__builtin__.frozenset" ->
                arguments.isEmpty() ? new PyList(0) : set(arguments.get(0), in);
            case "collections.OrderedDict", "collections.defaultdict" -> new PyDict();
            case "copy_reg._reconstructor", "copyreg._reconstructor" -> reconstruct(arguments);
            default -> new PyObject(callable, arguments);
        };
    }

    /** Bytes in protocols 0 to 2: the text whose characters are the bytes. */
    private static Object encode(List<Object> arguments, PickleInput in) {
        if (arguments.size() != 2 || !"latin1".equals(arguments.get(1))) {
            throw new InvalidModelException("the pickle has bytes in an encoding other than latin1");
        }
        return bytes(arguments.get(0), in);
    }

    private static byte[] bytes(Object value, PickleInput in) {
        byte[] bytes = Py.bytes(value);
        in.chargeCopy(bytes.length);
        return bytes;
    }

    private static List<Object> set(Object value, PickleInput in) {
        List<Object> elements = Py.list(value);
        in.chargeCopy(4L * elements.size());
        List<Object> set = new PyList(elements.size());
        set.addAll(elements);
        return set;
    }

    private static Object reconstruct(List<Object> arguments) {
        if (arguments.isEmpty() || !(arguments.get(0) instanceof PyGlobal type)) {
            throw new InvalidModelException("the pickle makes an object without a class");
        }
        return new PyObject(type, List.of());
    }
}
