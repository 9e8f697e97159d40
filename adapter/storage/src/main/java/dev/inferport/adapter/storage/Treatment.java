package dev.inferport.adapter.storage;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is done with a downloaded model that is one file, whatever kind of store it came from. Both are asked for by
 * name, because a {@code .zip} may well be the model itself.
 *
 * @param archive {@code unpack: "true"} goes by the end of the path, {@code unpack: "tar.gz"} says it; the model then
 *     is a folder without that end
 * @param sha256 {@code sha256: "<64 hex digits>"}, which the file, still packed, must have
 */
record Treatment(Optional<Archive> archive, Optional<String> sha256) {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    static Treatment of(StorageConfig config, StoragePath model) throws LoadException {
        var sha256 = config.text("sha256").map(text -> text.strip().toLowerCase(Locale.ROOT));
        if (sha256.isPresent() && !SHA256.matcher(sha256.get()).matches()) {
            throw new LoadException(
                    Reason.INVALID_ARGUMENT, "The 'sha256' of the storage is not usable; expected are 64 hex digits.");
        }
        return new Treatment(archive(config.text("unpack").orElse("false"), model), sha256);
    }

    private static Optional<Archive> archive(String unpack, StoragePath model) throws LoadException {
        var value = unpack.strip().toLowerCase(Locale.ROOT);
        if (value.equals("false")) {
            return Optional.empty();
        }
        var archive = value.equals("true") ? Archive.ofPath(model.joined()) : Archive.ofPath("." + value);
        if (archive.isEmpty()) {
            throw new LoadException(
                    Reason.INVALID_ARGUMENT,
                    "What '" + model.joined() + "' is packed with is not known; set 'unpack' of the storage to one of "
                            + Archive.names() + ", or let the path end so and set it to 'true'.");
        }
        return archive;
    }

    boolean isNone() {
        return archive.isEmpty() && sha256.isEmpty();
    }

    void requireNone(LocalStorage storage) throws LoadException {
        if (!isNone()) {
            throw new LoadException(
                    Reason.INVALID_ARGUMENT,
                    "Models in " + storage.location() + " are linked and not copied; remove 'unpack' and 'sha256' from"
                            + " the storage.");
        }
    }

    /** The path whose end names the model here. */
    StoragePath localPath(StoragePath model) {
        if (archive.isEmpty() || model.segments().isEmpty()) {
            return model;
        }
        var segments = new ArrayList<>(model.segments());
        var name = Archive.withoutSuffix(segments.remove(segments.size() - 1));
        if (name.isEmpty()) {
            segments.clear();
        } else {
            segments.add(name);
        }
        return new StoragePath(segments, model.folderOnly());
    }

    void apply(Path model, DiskBudget disk, Cancellation cancellation) throws LoadException {
        if (!Files.isRegularFile(model)) {
            throw new LoadException(
                    Reason.INVALID_ARGUMENT,
                    "The model is a folder, but 'sha256' and 'unpack' of the storage need a single file; remove them,"
                            + " or correct the model path.");
        }
        try {
            if (sha256.isPresent()) {
                verify(model, sha256.get(), cancellation);
            }
            if (archive.isPresent()) {
                unpack(archive.get(), model, disk, cancellation);
            }
        } catch (IOException e) {
            throw VolumeFailures.of("The model", e);
        }
    }

    private static void verify(Path model, String expected, Cancellation cancellation)
            throws IOException, LoadException {
        var actual = FileChecksum.hex(model, Checksum.Algorithm.SHA256, cancellation);
        if (!actual.equals(expected)) {
            throw new LoadException(
                    Reason.FAILED_PRECONDITION,
                    "The model has the SHA-256 " + actual + " but 'sha256' of the storage is " + expected
                            + "; it is not the file that was meant.");
        }
    }

    private static void unpack(Archive archive, Path model, DiskBudget disk, Cancellation cancellation)
            throws IOException, LoadException {
        var packed = model.resolveSibling(".packed-" + model.getFileName());
        Files.move(model, packed);
        Files.createDirectory(model);
        var unpacked = new UnpackedFolder(model, Files.size(packed), disk, cancellation);
        archive.unpack(packed, unpacked);
        unpacked.requireFiles();
        Files.delete(packed);
    }
}
