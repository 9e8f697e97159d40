package dev.inferport.runtime.core;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Model implementations in jars of their own: each folder of jars, and each jar, in the plug-in folders is a plug-in
 * with a class loader of its own. The folders are looked at whenever a model is made, so that a load after a jar has
 * been replaced, added or removed runs the new code; models that are loaded keep theirs. Safe for any thread.
 */
public final class Plugins implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Plugins.class);

    private final List<Path> folders;
    private final ClassLoader shared = Plugins.class.getClassLoader();

    // Guarded by this.
    private final Map<Path, Opened> opened = new HashMap<>();

    private record Opened(String fingerprint, PluginClassLoader loader) {}

    private Plugins(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    public static Plugins none() {
        return new Plugins(List.of());
    }

    /**
     * The plug-ins in these folders.
     *
     * @throws IllegalArgumentException where one of these is no folder
     */
    public static Plugins in(List<Path> folders) {
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                throw new IllegalArgumentException("plug-ins: " + folder + " (expected: a folder)");
            }
        }
        return new Plugins(folders);
    }

    /**
     * The first plug-in, in the order of their names, of which that is true; its loader is {@code acquired}, and to be
     * released.
     *
     * @throws InferenceException (FAILED_PRECONDITION) where a plug-in can't be read
     */
    synchronized Optional<PluginClassLoader> acquire(Predicate<PluginClassLoader> wanted) {
        try {
            refresh();
        } catch (IOException e) {
            throw new InferenceException(
                    Reason.FAILED_PRECONDITION,
                    "the plug-ins can't be read (" + e + "); complete the copy of the jars and load again",
                    e);
        }
        Optional<PluginClassLoader> found = new TreeMap<>(opened)
                .values().stream().map(Opened::loader).filter(wanted).findFirst();
        found.ifPresent(PluginClassLoader::acquire);
        return found;
    }

    @Override
    public synchronized void close() {
        opened.values().forEach(plugin -> plugin.loader().replace());
        opened.clear();
    }

    private void refresh() throws IOException {
        List<Path> places = places();
        for (Path place : places) {
            PluginFiles files = PluginFiles.at(place);
            Opened known = opened.get(place);
            if (known == null || !known.fingerprint().equals(files.fingerprint())) {
                String name = String.valueOf(place.getFileName());
                Opened fresh = new Opened(files.fingerprint(), PluginClassLoader.open(name, files, shared));
                opened.put(place, fresh);
                if (known != null) {
                    known.loader().replace();
                }
                log.info(
                        "event={} plugin={} jars={}",
                        known == null ? "plugin_opened" : "plugin_replaced",
                        name,
                        files.jars().size());
            }
        }
        for (Path gone : new ArrayList<>(opened.keySet())) {
            if (!places.contains(gone)) {
                Opened removed = opened.remove(gone);
                if (removed != null) {
                    removed.loader().replace();
                }
            }
        }
    }

    private List<Path> places() throws IOException {
        List<Path> places = new ArrayList<>();
        for (Path folder : folders) {
            try (Stream<Path> entries = Files.list(folder)) {
                entries.filter(entry -> Files.isDirectory(entry)
                                || entry.getFileName().toString().endsWith(".jar"))
                        .filter(entry -> !entry.getFileName().toString().startsWith("."))
                        .forEach(places::add);
            }
        }
        return places;
    }
}
