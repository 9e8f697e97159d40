package dev.inferport.runtime.xgboost;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.inferport.runtime.api.HeapRoom;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A model in a file. Its content says in which format: the versions of XGBoost disagree on what a file name means, 1.7
 * writes its binary form into {@code model.bst} and 3.0 UBJ.
 */
final class BoosterFile {

    private static final byte[] BINARY_MAGIC = {'b', 'i', 'n', 'f'};

    /** A pickle's first byte, in any protocol of the last twenty years. */
    private static final int PICKLE = 0x80;

    private BoosterFile() {}

    /**
     * The model in the file.
     *
     * @throws InvalidBoosterException where the content is no model that can be served
     */
    static Booster read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidBoosterException(
                    file + ": no file (expected: a file, or a folder with model.bst, model.json or model.ubj in it)");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, Files.size(file));
        } catch (InvalidBoosterException e) {
            throw new InvalidBoosterException(file + ": " + e.getMessage(), e);
        }
    }

    static Booster read(InputStream stream, long length) throws IOException {
        InputStream in = new BufferedInputStream(HeapRoom.watching(stream));
        in.mark(BINARY_MAGIC.length);
        byte[] start = in.readNBytes(BINARY_MAGIC.length);
        in.reset();
        if (start.length < BINARY_MAGIC.length) {
            throw new InvalidBoosterException("not an XGBoost model: " + length + " bytes");
        }
        try {
            return Booster.of(read(in, length, start));
        } catch (JsonProcessingException e) {
            throw new InvalidBoosterException("not an XGBoost model in JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static BoosterContents read(InputStream in, long length, byte[] start) throws IOException {
        if (start[0] == '{' && (start[1] == '"' || Character.isWhitespace(start[1]))) {
            try (JsonDocument document = new JsonDocument(in)) {
                return BoosterDocument.read(document, length);
            }
        }
        if (start[0] == '{' && "iUIlL#".indexOf(start[1]) >= 0) {
            return BoosterDocument.read(new UbjDocument(new BinarySource(in, length, ByteOrder.BIG_ENDIAN)), length);
        }
        if ((start[0] & 0xFF) == PICKLE && start[1] <= 5) {
            throw new InvalidBoosterException(
                    "not an XGBoost model but a Python pickle; save the model with its save_model() method");
        }
        BinarySource source = new BinarySource(in, length, ByteOrder.LITTLE_ENDIAN);
        if (Arrays.equals(start, BINARY_MAGIC)) {
            source.skip(BINARY_MAGIC.length);
        }
        return LegacyBooster.read(source);
    }
}
