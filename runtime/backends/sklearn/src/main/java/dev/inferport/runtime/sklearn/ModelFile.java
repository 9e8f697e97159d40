package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.HeapRoom;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** A file that joblib or pickle wrote. */
final class ModelFile {

    private static final long MOST_UNPACKED_BYTES = Runtime.getRuntime().maxMemory() / 2;

    private ModelFile() {}

    /**
     * Reads a model.
     *
     * @throws InvalidModelException where the file is damaged, hostile, or holds something that can't be served
     * @throws IOException where it can't be read
     */
    static FittedModel read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidModelException(
                    "no file (expected: a file, or a folder with model.joblib, model.pickle or model.pkl in it)");
        }
        try (InputStream raw = Files.newInputStream(file)) {
            return read(raw, Files.size(file));
        } catch (EOFException e) {
            throw new InvalidModelException(String.valueOf(e.getMessage()), e);
        }
    }

    static FittedModel read(InputStream raw, long size) throws IOException {
        EstimatorTable table = EstimatorTable.standard();
        BufferedInputStream buffered = new BufferedInputStream(raw);
        Compression compression = Compression.of(buffered);
        long limit = compression == Compression.NONE ? size : MOST_UNPACKED_BYTES;
        try (InputStream unpacked = HeapRoom.watching(compression.open(buffered))) {
            PickleInput input = new PickleInput(unpacked, limit);
            Object root = new PickleReader(input, allowedNames(table)).read();
            return assemble(root, table, input.position());
        } catch (ClassCastException
                | IndexOutOfBoundsException
                | NegativeArraySizeException
                | ArithmeticException
                | IllegalArgumentException e) {
            throw new InvalidModelException("the file is damaged, or not what scikit-learn writes (" + e + ")", e);
        }
    }

    private static FittedModel assemble(Object root, EstimatorTable table, long bytes) {
        if (!(root instanceof PyObject object)) {
            throw Py.unexpected(root, "a fitted scikit-learn estimator as what the file holds");
        }
        String version = object.state() instanceof PyDict state && state.get("_sklearn_version") instanceof String text
                ? text
                : "0.0";
        Assembly assembly = new Assembly(table, version, bytes);
        Estimator estimator = assembly.make(object);
        DeclaredInput declared = DeclaredInput.of(object);
        int features = declared.features() == Estimator.ANY_WIDTH ? estimator.features() : declared.features();
        return new FittedModel(
                estimator, object.type().name(), features, declared.names(), assembly.heldBytes() + 1024);
    }

    private static AllowedNames allowedNames(EstimatorTable table) {
        Set<String> names = new HashSet<>(table.names());
        names.addAll(ResourceLines.read("inert-names.txt"));
        return new AllowedNames(names);
    }
}
