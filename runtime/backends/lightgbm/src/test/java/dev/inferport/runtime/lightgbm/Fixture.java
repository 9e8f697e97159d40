package dev.inferport.runtime.lightgbm;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the real library says of some rows; {@code make_fixtures.py} describes the files. */
record Fixture(Path file, Map<String, Tensor> tensors) {

    /** Each fixture. */
    static List<Fixture> all() {
        try (Stream<Path> files = Files.walk(root())) {
            return files.filter(file -> file.endsWith("model.txt"))
                    .sorted()
                    .map(Fixture::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fixture of a name such as {@code 4.7.0/binary}. */
    static Fixture of(String name) {
        return of(root().resolve(name).resolve("model.txt"));
    }

    private static Path root() {
        String folder = System.getProperty("fixtures");
        if (folder != null) {
            return Path.of(folder);
        }
        try {
            return Path.of(Objects.requireNonNull(Fixture.class.getResource("/fixtures"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Fixture of(Path file) {
        try (Stream<String> lines = Files.lines(file.resolveSibling("expected.txt"))) {
            return new Fixture(
                    file,
                    lines.collect(Collectors.toMap(line -> line.substring(0, line.indexOf(' ')), Fixture::tensor)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Name, datatype, two dimensions, and the elements. */
    private static Tensor tensor(String line) {
        List<String> words = List.of(line.split(" ", -1));
        long[] shape = {Long.parseLong(words.get(2)), Long.parseLong(words.get(3))};
        Stream<String> elements = words.subList(4, words.size()).stream();
        return switch (DataType.valueOf(words.get(1))) {
            case FP32 ->
                Tensor.of(
                        floats(elements.map(text -> Integer.parseUnsignedInt(text, 16))
                                .toList()),
                        shape);
            case FP64 ->
                Tensor.of(
                        elements.mapToDouble(text -> Double.longBitsToDouble(Long.parseUnsignedLong(text, 16)))
                                .toArray(),
                        shape);
            default -> Tensor.of(elements.mapToLong(Long::parseLong).toArray(), shape);
        };
    }

    private static float[] floats(List<Integer> bits) {
        float[] floats = new float[bits.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = Float.intBitsToFloat(bits.get(i));
        }
        return floats;
    }

    Tensor inputs() {
        return tensorNamed("inputs");
    }

    /** The inputs as the trees get them. */
    double[] rows() {
        return InputValues.of(inputs());
    }

    int rowCount() {
        return (int) inputs().shape().dimension(0);
    }

    int features() {
        return (int) inputs().shape().dimension(1);
    }

    /** What the library calls raw scores. */
    Tensor raw() {
        return tensorNamed("raw");
    }

    Tensor predictions() {
        return tensorNamed("predict");
    }

    private Tensor tensorNamed(String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }

    /** The version of the library that wrote the file. */
    String version() {
        return root().relativize(file).getName(0).toString();
    }

    String text() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Version and case. */
    @Override
    public String toString() {
        return String.valueOf(root().relativize(file).getParent());
    }
}
