package dev.inferport.adapter.storage;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which object becomes which file. No two objects become one file, and no file is where another needs a folder.
 *
 * <p>Confined to the thread that plans.
 */
final class PullPlan {

    /**
     * One file to be written.
     *
     * @param object where the bytes come from
     * @param path below the directory of the model
     */
    record Target(StoredObject object, List<String> path) {}

    private final Map<List<String>, Target> targets = new LinkedHashMap<>();

    void add(StoredObject object, List<String> path) throws LoadException {
        var other = targets.put(path, new Target(object, path));
        if (other != null) {
            throw new LoadException(
                    Reason.INVALID_ARGUMENT,
                    "The objects '" + other.object().key() + "' and '" + object.key()
                            + "' would become the same file; rename one of them.");
        }
    }

    List<Target> targets() throws LoadException {
        for (var target : targets.values()) {
            for (int depth = 1; depth < target.path().size(); depth++) {
                requireFolder(target.path().subList(0, depth));
            }
        }
        return List.copyOf(targets.values());
    }

    private void requireFolder(List<String> path) throws LoadException {
        var file = targets.get(path);
        if (file != null) {
            throw new LoadException(
                    Reason.INVALID_ARGUMENT,
                    "There are both an object '" + file.object().key() + "' and objects below '"
                            + file.object().key()
                            + "/', which can't be a file and a folder at once; remove one, or end the model path with"
                            + " '/' to mean the folder.");
        }
    }
}
