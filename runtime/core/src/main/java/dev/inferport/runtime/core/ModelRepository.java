package dev.inferport.runtime.core;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import dev.inferport.runtime.api.ModelSettings;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models on disk: every {@code model-settings.json} below the root, links followed, folders whose name starts with
 * a dot left out. Holds no state; each question is answered from the disk as it is.
 */
public final class ModelRepository {

    private static final Logger log = LoggerFactory.getLogger(ModelRepository.class);

    static final String SETTINGS_FILE = "model-settings.json";

    private final Path root;
    private final ModelSettingsReader reader;

    public ModelRepository(Path root, ModelDefaults defaults) {
        this.root = root.toAbsolutePath().normalize();
        this.reader = new ModelSettingsReader(defaults);
    }

    /** What one settings file says, or why it says nothing. */
    public sealed interface Entry {

        /** A settings file that can be read. */
        record Valid(ModelSettings settings) implements Entry {}

        /** A settings file that can't; {@code name} is that of its folder. */
        record Broken(String name, String reason) implements Entry {}
    }

    /**
     * The settings of all versions of a model, in the order of their files. Looks in the folder of the model's name
     * first, and elsewhere only if there is nothing, so that a load costs the same whatever else is on disk.
     *
     * @throws InferenceException (MODEL_NOT_FOUND) where there are none, (FAILED_PRECONDITION) where the model's own
     *     settings file is broken
     */
    List<ModelSettings> find(String name) {
        List<Entry> own = folderOf(name).map(this::scan).orElse(List.of());
        List<ModelSettings> found = named(name, own);
        if (found.isEmpty()) {
            found = named(name, list());
        }
        for (Entry entry : own) {
            if (entry instanceof Entry.Broken broken) {
                tell(name, broken, found.isEmpty());
            }
        }
        if (found.isEmpty()) {
            throw new InferenceException(Reason.MODEL_NOT_FOUND, "Model " + name + " not found");
        }
        return found;
    }

    /** All settings files, in the order of their paths; without any, the model that the environment describes. */
    List<Entry> list() {
        List<Entry> entries = scan(root);
        if (entries.stream().noneMatch(Entry.Valid.class::isInstance)) {
            List<Entry> withDefault = new ArrayList<>(entries);
            reader.fromEnvironment().map(Entry.Valid::new).ifPresent(withDefault::add);
            return withDefault;
        }
        return entries;
    }

    private static List<ModelSettings> named(String name, List<Entry> entries) {
        return entries.stream()
                .filter(Entry.Valid.class::isInstance)
                .map(entry -> ((Entry.Valid) entry).settings())
                .filter(settings -> settings.name().equals(name))
                .toList();
    }

    /** A file in a model's own folder that can't be read is what the load fails for, unless there are others. */
    private static void tell(String name, Entry.Broken broken, boolean isAlone) {
        if (isAlone) {
            throw new InferenceException(Reason.FAILED_PRECONDITION, broken.reason());
        }
        log.warn("event=settings_skipped model={} reason=\"{}\"", name, broken.reason());
    }

    /** The folder directly below the root that has the model's name, where the name can be one. */
    private Optional<Path> folderOf(String name) {
        try {
            Path folder = root.resolve(name).normalize();
            boolean child = root.equals(folder.getParent()) && !name.startsWith(".");
            return child && Files.isDirectory(folder) ? Optional.of(folder) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private List<Entry> scan(Path folder) {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(
                    folder,
                    EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                    Integer.MAX_VALUE,
                    new SettingsFiles(folder, files));
        } catch (IOException e) {
            throw new InferenceException(Reason.INTERNAL, "model repository " + folder + " can't be read: " + e, e);
        }
        return files.stream().sorted().map(this::read).toList();
    }

    private Entry read(Path file) {
        try {
            return new Entry.Valid(reader.read(file));
        } catch (InferenceException e) {
            Path folder = file.getParent();
            String name = folder == null ? "" : String.valueOf(folder.getFileName());
            return new Entry.Broken(name, ModelFailure.describe(e));
        }
    }

    /** Collects settings files; what can't be visited (a dangling or a circular link) is passed over. */
    private static final class SettingsFiles extends SimpleFileVisitor<Path> {

        private final Path start;
        private final List<Path> files;

        SettingsFiles(Path start, List<Path> files) {
            this.start = start;
            this.files = files;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean hidden = !folder.equals(start)
                    && String.valueOf(folder.getFileName()).startsWith(".");
            return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            // A pipe or a device would keep whoever reads it waiting for ever.
            if (attributes.isRegularFile() && String.valueOf(file.getFileName()).equals(SETTINGS_FILE)) {
                files.add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }
    }
}
