package dev.inferport.runtime.catboost;

import dev.inferport.runtime.api.HeapRoom;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A model in a file. Its content says in which format, never its name. */
final class ModelFile {

    private static final byte[] MAGIC = "CBM1".getBytes(StandardCharsets.US_ASCII);
    private static final long LARGEST = 1L << 30;

    /** A pickle's first byte, in any protocol of the last twenty years. */
    private static final int PICKLE = 0x80;

    private ModelFile() {}

    static NativeModel read(Path file) throws IOException {
        try {
            if (!Files.isRegularFile(file)) {
                throw new InvalidCatBoostException(
                        "no file (expected: a file, or a folder with model.cbm or model.bin in it)");
            }
            if (Files.size(file) > LARGEST) {
                throw new InvalidCatBoostException(Files.size(file) + " bytes (expected: at most " + LARGEST + ")");
            }
            // The bytes, their copy for the library, and what is found in them.
            HeapRoom.requireForModel(4 * Files.size(file));
            return read(Files.readAllBytes(file));
        } catch (InvalidCatBoostException e) {
            throw new InvalidCatBoostException(file + ": " + e.getMessage(), e);
        }
    }

    private static NativeModel read(byte[] bytes) throws IOException {
        boolean json = isJson(bytes);
        return NativeModel.open(bytes, json ? "json" : "bin", check(bytes));
    }

    /** Proves that the bytes are a model that the library can be trusted with. */
    static ModelFacts check(byte[] bytes) throws IOException {
        if (isJson(bytes)) {
            return JsonReader.read(bytes);
        }
        if (startsWithMagic(bytes)) {
            return CbmReader.read(bytes);
        }
        if (bytes.length > 1 && (bytes[0] & 0xFF) == PICKLE && bytes[1] <= 5) {
            throw new InvalidCatBoostException(
                    "not a CatBoost model but a Python pickle; save the model with its save_model() method");
        }
        throw new InvalidCatBoostException("not a CatBoost model: it begins with neither CBM1 nor {");
    }

    private static boolean isJson(byte[] bytes) {
        int first = 0;
        while (first < bytes.length && Character.isWhitespace(bytes[first])) {
            first++;
        }
        return first < bytes.length && bytes[first] == '{';
    }

    private static boolean startsWithMagic(byte[] bytes) {
        for (int i = 0; i < MAGIC.length; i++) {
            if (i >= bytes.length || bytes[i] != MAGIC[i]) {
                return false;
            }
        }
        return true;
    }
}
