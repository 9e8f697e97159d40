package dev.inferport.runtime.sklearn;

import java.util.HashSet;
import java.util.Set;

/** The names of classes and functions that may stand in a model's file; each is known exactly, none by a pattern. */
final class AllowedNames {

    private final Set<String> names;

    /** @param names qualified names */
    AllowedNames(Set<String> names) {
        this.names = new HashSet<>(names);
    }

    PyGlobal require(String module, String name) {
        PyGlobal global = new PyGlobal(module, name);
        if (!names.contains(global.qualified())) {
            throw new InvalidModelException(
                    "the file contains " + shortened(global.qualified())
                            + ", which is not served from a pickle: nothing in a pickle is executed here, and this name is not "
                            + "one of the scikit-learn classes that are known. Export the model to ONNX (skl2onnx) and serve that");
        }
        return global;
    }

    private static String shortened(String name) {
        return name.length() > 200 ? name.substring(0, 200) + "..." : name;
    }
}
