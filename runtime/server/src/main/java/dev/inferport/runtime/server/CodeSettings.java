package dev.inferport.runtime.server;

import dev.inferport.runtime.api.CustomMetrics;
import dev.inferport.runtime.core.ModelClassPath;
import dev.inferport.runtime.core.ModelFactory;
import dev.inferport.runtime.core.Plugins;
import dev.inferport.servicekit.Environment;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the code of models is, besides the backends.
 *
 * @param classPath jars and folders that all models share; may be empty
 * @param plugins folders of plug-ins, of which each has its classes for itself
 */
record CodeSettings(String classPath, List<Path> plugins) {

    static final String CLASS_PATH = "INFERPORT_MODELS_CLASSPATH";
    static final String PLUGINS = "INFERPORT_PLUGINS_DIR";

    CodeSettings {
        plugins = List.copyOf(plugins);
    }

    static CodeSettings read(Environment variables) {
        List<Path> plugins = new ArrayList<>();
        for (String folder : variables.string(PLUGINS).orElse("").split(File.pathSeparator, -1)) {
            if (!folder.isBlank()) {
                Path path = Path.of(folder.strip());
                if (!Files.isDirectory(path)) {
                    variables.problem(PLUGINS + ": '" + path + "' (expected: a folder of plug-ins)");
                }
                plugins.add(path);
            }
        }
        return new CodeSettings(variables.string(CLASS_PATH).orElse(""), plugins);
    }

    Plugins openPlugins() {
        return Plugins.in(plugins);
    }

    /** A factory of models whose own metrics nobody sees. */
    ModelFactory factory(Plugins opened) {
        return new ModelFactory(ModelClassPath.open(classPath), opened, settings -> CustomMetrics.none());
    }
}
