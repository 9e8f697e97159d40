package dev.inferport.stores;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The files below a folder as objects, whose keys are their paths. The disk is read each time. Thread-safe. */
final class StoreFolder {

    private final Path root;

    StoreFolder(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /**
     * An object.
     *
     * @param key path below the folder, with slashes
     * @param file its content
     * @param size in bytes
     * @param state a number that changes with the content
     */
    record Item(String key, Path file, long size, long state) {

        static Item of(String key, Path file) throws IOException {
            var changed = Files.getLastModifiedTime(file).toMillis();
            return new Item(key, file, Files.size(file), changed);
        }
    }

    /** Every object whose key starts with {@code prefix} and comes after {@code after}, in the order of keys. */
    List<Item> list(String prefix, String after) throws IOException {
        var found = new ArrayList<Item>();
        try (var walk = Files.walk(root)) {
            for (var file : walk.filter(Files::isRegularFile).toList()) {
                var key = root.relativize(file).toString();
                if (key.startsWith(prefix) && key.compareTo(after) > 0) {
                    found.add(Item.of(key, file));
                }
            }
        }
        found.sort(Comparator.comparing(Item::key));
        return found;
    }

    /** The files below a folder as a zip, the same bytes each time; empty if there are none. */
    Optional<byte[]> zip(String name) throws IOException {
        var items = list(name + "/", "");
        if (items.isEmpty()) {
            return Optional.empty();
        }
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var item : items) {
                var entry = new ZipEntry(item.key().substring(name.length() + 1));
                entry.setTime(item.state());
                zip.putNextEntry(entry);
                Files.copy(item.file(), zip);
            }
        }
        return Optional.of(bytes.toByteArray());
    }

    Optional<Item> find(String key) throws IOException {
        var file = root.resolve(key).normalize();
        return file.startsWith(root) && Files.isRegularFile(file) ? Optional.of(Item.of(key, file)) : Optional.empty();
    }
}
