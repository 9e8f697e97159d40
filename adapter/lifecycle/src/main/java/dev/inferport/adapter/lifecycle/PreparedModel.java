package dev.inferport.adapter.lifecycle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A model in the runtime's layout.
 *
 * @param directory the folder with settings and links, absolute
 * @param declaredSize what the settings say the model holds in memory, in bytes
 * @param isElsewhere whether the files are a reference only, to a model that the runtime gets from somewhere else
 */
public record PreparedModel(Path directory, OptionalLong declaredSize, boolean isElsewhere) {

    /** Removes the layout again; the model's own files stay. */
    public void delete() throws IOException {
        Trees.delete(directory);
    }
}
