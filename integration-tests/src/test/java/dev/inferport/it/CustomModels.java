package dev.inferport.it;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Builds jars of models that the product has never seen, with nothing but the compiler and the author's API. */
final class CustomModels {

    private CustomModels() {}

    /**
     * Compiles one class and packs it.
     *
     * @return the jar
     */
    static Path jar(Path folder, String className, String source) throws IOException {
        Path sources = Files.createDirectories(folder.resolve("custom/src"));
        Path classes = Files.createDirectories(folder.resolve("custom/classes"));
        String simpleName = className.substring(className.lastIndexOf('.') + 1);
        Path file = Files.writeString(sources.resolve(simpleName + ".java"), source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int result = compiler.run(
                null, null, null, "-cp", apiClassPath(), "--release", "17", "-d", classes.toString(), file.toString());
        if (result != 0) {
            throw new AssertionError("the model does not compile");
        }
        return pack(classes, folder.resolve("custom/" + simpleName + ".jar"));
    }

    private static String apiClassPath() throws IOException {
        Path libraries = ChildProcess.projectRoot().resolve("runtime/server/target/inferport-runtime/lib");
        try (Stream<Path> jars = Files.list(libraries)) {
            List<String> api = jars.map(Path::toString)
                    .filter(jar -> jar.contains("inferport-runtime-api") || jar.contains("jspecify"))
                    .toList();
            return String.join(":", api);
        }
    }

    private static Path pack(Path classes, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, entries);
                entries.closeEntry();
            }
        }
        return jar;
    }

    /** A model of twenty lines, as the README shows it. */
    static final String SUM = """
            package com.example;

            import dev.inferport.runtime.api.*;
            import java.nio.file.Files;

            public final class SumModel extends MLModel {
                private float bias;

                public SumModel(ModelSettings settings) { super(settings); }

                @Override public boolean load() throws Exception {
                    bias = Float.parseFloat(Files.readString(ModelUri.resolve(settings(), "bias.txt")).strip());
                    return true;
                }

                @Override public InferenceResponse predict(InferenceRequest request) {
                    Tensor input = request.singleInput().tensor();
                    if (input.elementCount() == 0) throw new InferenceException("nothing to add up");
                    float sum = bias;
                    for (float value : input.toFloats()) sum += value;
                    return InferenceResponse.of(new ResponseOutput("total", Tensor.of(new float[] {sum}, 1, 1)));
                }
            }
            """;

    /** A model whose load takes until a file {@code go} lies beside its data. */
    static final String SLOW = """
            package com.example;

            import dev.inferport.runtime.api.*;
            import java.nio.file.*;

            public final class SlowModel extends MLModel {
                public SlowModel(ModelSettings settings) { super(settings); }

                @Override public boolean load() throws Exception {
                    Path folder = ModelUri.resolve(settings()).toRealPath();
                    Files.createFile(folder.resolve("loading"));
                    while (!Files.exists(folder.resolve("go"))) Thread.sleep(20);
                    Files.delete(folder.resolve("loading"));
                    return true;
                }

                @Override public InferenceResponse predict(InferenceRequest request) {
                    return InferenceResponse.of(new ResponseOutput("echo", request.singleInput().tensor()));
                }
            }
            """;

    /** A model that answers with its inputs. */
    static final String ECHO = """
            package com.example;

            import dev.inferport.runtime.api.*;

            public final class EchoModel extends MLModel {
                public EchoModel(ModelSettings settings) { super(settings); }

                @Override public InferenceResponse predict(InferenceRequest request) {
                    InferenceResponse.Builder response = InferenceResponse.builder();
                    request.inputs().forEach(input -> response.output(
                            new ResponseOutput(input.name(), input.tensor(), input.parameters())));
                    return response.build();
                }
            }
            """;
}
