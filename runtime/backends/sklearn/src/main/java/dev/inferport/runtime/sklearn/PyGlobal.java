package dev.inferport.runtime.sklearn;

/** The name of a class or function in a pickle: a name and nothing more. */
record PyGlobal(String module, String name) {

    String qualified() {
        return module + "." + name;
    }
}
