package dev.inferport.runtime.core;

import dev.inferport.runtime.api.spi.ModelBackend;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Makes jars of models whose classes this process has not got. */
final class PluginJar {

    private PluginJar() {}

    /** Compiles the class {@code plugin.<name>} and packs it; replaces what is there. */
    static Path of(Path work, Path jar, String name, String source) throws IOException {
        Path sources = Files.createTempDirectory(work, "src");
        Path classes = Files.createTempDirectory(work, "classes");
        Path file = Files.writeString(sources.resolve(name + ".java"), source);
        String classPath = System.getProperty("java.class.path", "");
        List<String> options = List.of("-proc:none", "-cp", classPath, "-d", classes.toString(), file.toString());
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, options.toArray(String[]::new));
        if (result != 0) {
            throw new AssertionError("the model does not compile:\n" + source);
        }
        Files.createDirectories(jar.getParent());
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> compiled = Files.walk(classes)) {
            for (Path entry : compiled.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(new JarEntry(classes.relativize(entry).toString()));
                Files.copy(entry, entries);
                entries.closeEntry();
            }
        }
        return jar;
    }

    /** Lists a backend in a jar, which need not be there yet. */
    static Path withBackend(Path jar, String line) throws IOException {
        Files.createDirectories(jar.getParent());
        try (FileSystem entries = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
            Path services = Files.createDirectories(entries.getPath("META-INF", "services"));
            Files.writeString(services.resolve(ModelBackend.class.getName()), line);
        }
        return jar;
    }

    /** The source of a model that answers with one text, which a class of its own gives. */
    static String answering(String name, String text) {
        return """
                package plugin;

                import dev.inferport.runtime.api.*;
                import java.util.List;

                public final class %s extends MLModel {
                    public %s(ModelSettings settings) { super(settings); }

                    @Override public InferenceResponse predict(InferenceRequest request) {
                        return InferenceResponse.of(
                                new ResponseOutput("y", Tensor.ofStrings(List.of(Answer.text()), 1)));
                    }
                }

                final class Answer {
                    static String text() { return "%s"; }
                }
                """.formatted(name, name, text);
    }
}
