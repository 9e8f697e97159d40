package dev.inferport.adapter.storage;

import java.util.List;

/**
 * The names that a model and its schema get inside the directory of the model: the last segment of their paths, where
 * that is possible.
 */
record LocalNames(String model, String schema) {

    private static final String MODEL = "_model";
    private static final List<String> SCHEMAS = List.of("_schema.json", "__schema.json");

    static LocalNames of(StoragePath modelPath, StoragePath schemaPath) {
        var model = of(modelPath);
        var schema = last(schemaPath.segments(), SCHEMAS.get(0));
        for (int i = 0; schema.equals(model); i++) {
            schema = SCHEMAS.get(i);
        }
        return new LocalNames(model, schema);
    }

    static String of(StoragePath modelPath) {
        return last(modelPath.segments(), MODEL);
    }

    private static String last(List<String> segments, String otherwise) {
        return segments.isEmpty() ? otherwise : segments.get(segments.size() - 1);
    }
}
