package dev.inferport.runtime.core;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where custom models come from: jars, and folders of classes and jars, separated like a class path. Its classes see
 * those of the runtime.
 */
public final class ModelClassPath {

    private ModelClassPath() {}

    /**
     * A class loader over these places; in a folder, over the folder itself and each jar in it.
     *
     * @throws IllegalArgumentException where an entry does not exist
     */
    public static URLClassLoader open(String classPath) {
        List<URL> urls = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            if (!entry.isBlank()) {
                addEntry(Path.of(entry.strip()), urls);
            }
        }
        return new URLClassLoader("models", urls.toArray(URL[]::new), ModelClassPath.class.getClassLoader());
    }

    private static void addEntry(Path entry, List<URL> urls) {
        if (!Files.exists(entry)) {
            throw new IllegalArgumentException("models class path: " + entry + " (expected: a jar or a folder)");
        }
        urls.add(url(entry));
        if (Files.isDirectory(entry)) {
            try (Stream<Path> files = Files.list(entry)) {
                files.filter(file -> file.toString().endsWith(".jar"))
                        .sorted()
                        .map(ModelClassPath::url)
                        .forEach(urls::add);
            } catch (IOException e) {
                throw new UncheckedIOException("models class path: " + entry + " can't be read", e);
            }
        }
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("models class path: " + path, e);
        }
    }
}
