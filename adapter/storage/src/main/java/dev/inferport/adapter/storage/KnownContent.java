package dev.inferport.adapter.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers which objects the files of published models are, so that a pull of the same state of the same object, with
 * the same configuration, makes a hard link and does not read it again. That is safe because the store has just listed
 * the object with the validator that the file was verified against, and because a file that was touched since is not
 * used. Files of models are read-only, so that what shares one can't change it. Thread-safe.
 */
final class KnownContent {

    private static final int KEPT = 4096;

    /** The configuration as its digest: thousands of models would keep their certificates and keys here. */
    private record Key(String config, String object, String validator) {}

    /** A file, and by what it is told from a later one of its name. */
    private record Known(Path path, Object identity, long size, FileTime changed) {

        static Known of(Path path) throws IOException {
            var now = Files.readAttributes(path, BasicFileAttributes.class);
            return new Known(path, String.valueOf(now.fileKey()), now.size(), now.lastModifiedTime());
        }

        boolean isUnchanged() throws IOException {
            return of(path).equals(this);
        }
    }

    /** Least recently used first; guarded by this. */
    private final Map<Key, Known> files = new LinkedHashMap<>(16, 0.75f, true);

    /** Notes that a published file is this object. */
    void add(StorageConfig config, StoredObject object, Path file) throws IOException {
        var key = key(config, object);
        if (key.isPresent()) {
            var known = Known.of(file);
            synchronized (this) {
                files.put(key.get(), known);
                if (files.size() > KEPT) {
                    files.remove(files.keySet().iterator().next());
                }
            }
        }
    }

    /** Makes {@code target} the object, if its content is known to be on this disk; whether it did. */
    boolean link(StorageConfig config, StoredObject object, Path target) {
        var key = key(config, object);
        var known = key.flatMap(this::find);
        if (known.isEmpty()
                || (object.hasKnownSize() && object.size() != known.get().size())) {
            return false;
        }
        try {
            if (known.get().isUnchanged()) {
                Files.createLink(target, known.get().path());
                // The name may have been given to another file in between.
                if (Known.of(target).identity().equals(known.get().identity())) {
                    return true;
                }
                Files.delete(target);
            }
        } catch (IOException | UnsupportedOperationException e) {
            forget(key.orElseThrow());
            return false;
        }
        forget(key.orElseThrow());
        return false;
    }

    private synchronized Optional<Known> find(Key key) {
        return Optional.ofNullable(files.get(key));
    }

    private synchronized void forget(Key key) {
        files.remove(key);
    }

    /** A weak ETag does not promise the same bytes. */
    private static Optional<Key> key(StorageConfig config, StoredObject object) {
        return object.validator()
                .filter(tag -> !tag.startsWith("W/"))
                .map(tag -> new Key(config.digest(), object.key(), tag));
    }
}
