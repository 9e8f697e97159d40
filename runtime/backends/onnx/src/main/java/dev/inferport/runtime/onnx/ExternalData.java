package dev.inferport.runtime.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** What a tensor says of the file beside the model that its data is in. Not for use by several threads. */
final class ExternalData {

    private final Path model;
    private String location = "";
    private long offset;
    private long length = -1;

    /** @param model the model's file */
    ExternalData(Path model) {
        this.model = model;
    }

    void entry(String key, String value) throws InvalidOnnxException {
        switch (key) {
            case "location" -> location = value;
            case "offset" -> offset = number(key, value);
            case "length" -> length = number(key, value);
            default -> {
                // A checksum, or what later versions add.
            }
        }
    }

    /**
     * The number of bytes.
     *
     * @throws InvalidOnnxException where they are not in the model's folder
     */
    long size() throws IOException {
        if (location.isEmpty()) {
            return 0;
        }
        long available = Files.size(file()) - offset;
        long size = length < 0 ? available : length;
        if (size < 0 || size > available) {
            throw new InvalidOnnxException("data in '" + location + "' from byte " + offset + ": " + available
                    + " bytes (expected: " + size + ")");
        }
        return size;
    }

    private Path file() throws InvalidOnnxException {
        try {
            Path file = model.resolveSibling(location).normalize();
            Path folder = model.resolveSibling(".").normalize();
            if (location.startsWith("/") || !file.startsWith(folder)) {
                throw new InvalidOnnxException("data in '" + location + "' (expected: a file in the model's folder)");
            }
            if (!Files.isRegularFile(file)) {
                throw new InvalidOnnxException("data in '" + location + "', which is not in the model's folder");
            }
            return file;
        } catch (InvalidPathException e) {
            throw new InvalidOnnxException("data in '" + location + "', which is no path", e);
        }
    }

    private static long number(String key, String value) throws InvalidOnnxException {
        try {
            long number = Long.parseLong(value);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused below, with the same words.
        }
        throw new InvalidOnnxException("data with " + key + " '" + value + "' (expected: a number of bytes)");
    }
}
