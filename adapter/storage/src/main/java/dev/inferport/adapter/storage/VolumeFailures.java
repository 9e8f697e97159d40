package dev.inferport.adapter.storage;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.io.IOException;
import java.util.Locale;

/** What a failed write to the model volume means. */
final class VolumeFailures {

    private VolumeFailures() {}

    /**
     * The failure of the pull.
     *
     * @param what can't be written, such as {@code The object 'a'}
     */
    static LoadException of(String what, IOException e) {
        var text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        var full = text.contains("no space left") || text.contains("quota");
        return new LoadException(
                full ? Reason.RESOURCE_EXHAUSTED : Reason.INTERNAL,
                what + " can't be written to the model volume: " + e + "; "
                        + (full ? "unload models or enlarge the volume." : "check the volume and its permissions."),
                e);
    }
}
