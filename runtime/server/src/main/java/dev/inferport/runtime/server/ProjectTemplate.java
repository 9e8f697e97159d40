package dev.inferport.runtime.server;

import dev.inferport.runtime.api.MLModel;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The files of a new project, with their names filled in. The project gets a copy of the author's API, so that it
 * builds wherever the runtime runs.
 *
 * @param name of the model
 * @param javaPackage of its class
 * @param className of its class
 */
record ProjectTemplate(String name, String javaPackage, String className) {

    private static final List<String> FILES = List.of(
            "pom.xml",
            "README.md",
            "gitignore",
            "src/main/java/@CLASS@.java",
            "src/test/java/@CLASS@Test.java",
            "models/@NAME@/model-settings.json",
            "models/@NAME@/bias.txt");

    void writeTo(Path folder) throws IOException {
        for (String file : FILES) {
            Path target = folder.resolve(target(file));
            Files.createDirectories(target.getParent());
            Files.writeString(target, filled(read(file)));
        }
        writeApi(folder.resolve("lib"));
    }

    private String target(String file) {
        String path = file.equals("gitignore") ? ".gitignore" : file;
        return filled(path.replace("/java/", "/java/" + javaPackage.replace('.', '/') + "/"));
    }

    private String filled(String text) {
        return text.replace("@NAME@", name)
                .replace("@PACKAGE@", javaPackage)
                .replace("@CLASS@", className)
                .replace("@VERSION@", Version.current());
    }

    private static String read(String file) throws IOException {
        try (InputStream template = ProjectTemplate.class.getResourceAsStream("template/" + file)) {
            if (template == null) {
                throw new IOException("template/" + file + " is missing from this distribution");
            }
            return new String(template.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Where the classes are in a folder, which is so in tests only, there is no jar to copy. */
    private static void writeApi(Path folder) throws IOException {
        Path jar = apiJar();
        Files.createDirectories(folder);
        if (Files.isRegularFile(jar)) {
            Files.copy(jar, folder.resolve("inferport-runtime-api.jar"));
        }
    }

    private static Path apiJar() throws IOException {
        try {
            return Path.of(MLModel.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
