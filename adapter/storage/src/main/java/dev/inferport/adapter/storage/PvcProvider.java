package dev.inferport.adapter.storage;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.util.regex.Pattern;

/** Models on a persistent volume that is mounted at {@code <mounts>/<name>}. */
public final class PvcProvider implements StorageProvider {

    private static final Pattern CLAIM_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,252})");

    /** For {@link java.util.ServiceLoader}. */
    public PvcProvider() {}

    @Override
    public String type() {
        return "pvc";
    }

    @Override
    public Storage open(StorageConfig config, StorageEnvironment environment) throws LoadException {
        var name = config.required("name");
        if (!CLAIM_NAME.matcher(name).matches()) {
            throw new LoadException(
                    Reason.INVALID_ARGUMENT,
                    "'" + name
                            + "' can't be the name of a persistent volume claim; correct the 'name' of the storage.");
        }
        return new MountedFolder(environment.pvcMounts().resolve(name), "the persistent volume claim '" + name + "'");
    }
}
