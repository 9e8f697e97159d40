package dev.inferport.adapter.storage;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A folder of this machine whose files are linked; nothing outside of it can be reached, not even through its own
 * links.
 */
final class MountedFolder implements LocalStorage {

    private final Path folder;
    private final String location;

    MountedFolder(Path folder, String location) {
        this.folder = folder.toAbsolutePath();
        this.location = location;
    }

    @Override
    public String location() {
        return location;
    }

    /**
     * The target is given without links below the folder, so that a link which moves on does not change a loaded model.
     */
    @Override
    public Path locate(String path) throws LoadException {
        try {
            var home = folder.toRealPath();
            var target = folder.resolve(path).toRealPath();
            if (!target.startsWith(home)) {
                throw new LoadException(
                        Reason.INVALID_ARGUMENT,
                        "The path '" + path + "' leads out of " + location + "; name a path inside.");
            }
            return folder.resolve(home.relativize(target));
        } catch (NoSuchFileException e) {
            throw missing(path, e);
        } catch (InvalidPathException e) {
            throw missing(path, e);
        } catch (IOException e) {
            throw new LoadException(
                    Reason.FAILED_PRECONDITION,
                    "The path '" + path + "' in " + location + " can't be read: " + e + "; check its permissions.",
                    e);
        }
    }

    private LoadException missing(String path, Exception e) {
        return new LoadException(
                Reason.NOT_FOUND,
                "There is nothing at '" + path + "' in " + location
                        + "; check the path of the model, and that the volume is mounted.",
                e);
    }
}
