package dev.inferport.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code bench_formats.py train} left in a folder.
 *
 * @param versions of Python and the libraries, by name
 * @param skipped formats without models, and why
 * @param models all that were trained
 */
record SampleModels(Map<String, String> versions, Map<String, String> skipped, List<SampleModel> models) {

    SampleModels {
        versions = new TreeMap<>(versions);
        skipped = new TreeMap<>(skipped);
        models = List.copyOf(models);
    }

    static SampleModels read(Path folder) throws IOException {
        return new ObjectMapper().readValue(folder.resolve("models.json").toFile(), SampleModels.class);
    }
}
