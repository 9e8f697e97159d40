package dev.inferport.adapter.lifecycle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A model in the runtime's layout.
 *
 * @param directory the folder with settings and links, absolute
 * @param declaredSize what the settings say the model holds in memory, in bytes
 */
public record PreparedModel(Path directory, OptionalLong declaredSize) {

    /** Removes the layout again; the model's own files stay. */
    public void delete() throws IOException {
        Trees.delete(directory);
    }
}
