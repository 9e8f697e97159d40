package dev.inferport.runtime.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The jars of one plug-in at one time.
 *
 * @param jars in the order of their names
 * @param fingerprint changes with the name, the size or the time of a jar
 */
record PluginFiles(List<Path> jars, String fingerprint) {

    PluginFiles {
        jars = List.copyOf(jars);
    }

    /** @param place a jar, or a folder of jars */
    static PluginFiles at(Path place) throws IOException {
        List<Path> jars = Files.isDirectory(place) ? jarsIn(place) : List.of(place);
        StringBuilder fingerprint = new StringBuilder();
        for (Path jar : jars) {
            fingerprint
                    .append(jar.getFileName())
                    .append(' ')
                    .append(Files.size(jar))
                    .append(' ')
                    .append(Files.getLastModifiedTime(jar).toMillis())
                    .append('\n');
        }
        return new PluginFiles(jars, fingerprint.toString());
    }

    /** The same jars in another folder, so that whoever replaces one of these disturbs nobody. */
    List<Path> copyTo(Path folder) throws IOException {
        List<Path> copies = new ArrayList<>();
        for (Path jar : jars) {
            copies.add(Files.copy(jar, folder.resolve(jar.getFileName())));
        }
        return copies;
    }

    private static List<Path> jarsIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }
}
