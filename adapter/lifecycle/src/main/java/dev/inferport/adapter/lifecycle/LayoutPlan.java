package dev.inferport.adapter.lifecycle;

import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the folder of one model will hold: links by name, and the settings. Made from what lies on disk without changing
 * anything, so that every layout can be tested as data.
 *
 * @param links absolute link targets by the name of the link
 * @param settings the content of {@code model-settings.json}
 */
record LayoutPlan(SortedMap<String, Path> links, SettingsDocument settings) {

    LayoutPlan {
        links = new TreeMap<>(links);
    }

    /**
     * Plans the folder for a model.
     *
     * @param name the name that the runtime will know the model by
     * @param modelType decides the implementation of generated settings
     * @param model a file, a folder, or a link to either
     * @param target the folder under its final name, which absolute URIs must name
     */
    static LayoutPlan of(String name, String modelType, ModelFormats formats, Path model, Path target)
            throws LoadException {
        var source = model.toAbsolutePath().normalize();
        if (isSettings(source) && Files.isRegularFile(source)) {
            return ready(name, source, Map.of(), target);
        }
        if (Files.isRegularFile(source.resolve(SettingsDocument.FILE_NAME))) {
            return ready(name, source.resolve(SettingsDocument.FILE_NAME), otherEntries(source), target);
        }
        if (!Files.exists(source)) {
            throw new LoadException(
                    Reason.NOT_FOUND,
                    "Model " + name + ": nothing is at " + source + " (expected: the file or folder of the model)");
        }
        return generated(name, modelType, formats, source, target);
    }

    /** The author has written the settings: name and URI are made to fit, everything else stays. */
    private static LayoutPlan ready(String name, Path settingsFile, Map<String, Path> links, Path target)
            throws LoadException {
        var settings = SettingsDocument.read(settingsFile);
        settings.setName(name);
        settings.resolveUri(target);
        return new LayoutPlan(new TreeMap<>(links), settings);
    }

    /** Only the artifact is there: it is linked as a whole, and the settings point at the link. */
    private static LayoutPlan generated(String name, String modelType, ModelFormats formats, Path source, Path target) {
        var link = fileName(source);
        var settings = SettingsDocument.empty();
        settings.setName(name);
        formats.implementation(modelType).ifPresent(settings::setImplementation);
        settings.setUri(target.resolve(link));
        return new LayoutPlan(new TreeMap<>(Map.of(link, source)), settings);
    }

    private static Map<String, Path> otherEntries(Path folder) throws LoadException {
        var entries = new TreeMap<String, Path>();
        try (var listing = Files.newDirectoryStream(folder, entry -> !isSettings(entry))) {
            listing.forEach(entry -> entries.put(fileName(entry), entry));
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            throw new LoadException(Reason.INTERNAL, "The model's folder " + folder + " cannot be listed: " + e, e);
        }
        return entries;
    }

    private static boolean isSettings(Path file) {
        return fileName(file).equals(SettingsDocument.FILE_NAME);
    }

    private static String fileName(Path file) {
        var name = file.getFileName();
        return name == null ? "_model" : name.toString();
    }
}
