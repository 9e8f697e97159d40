package dev.inferport.runtime.xgboost;

import dev.inferport.runtime.api.DataType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the real library says of some rows; {@code make_fixtures.py} describes the files. */
record Fixture(Path file, Map<String, Values> tensors, boolean classifier) {

    /** A tensor as the fixture spells it. */
    record Values(DataType type, int rows, int columns, List<String> elements) {

        float[] floats() {
            float[] floats = new float[elements.size()];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = Float.intBitsToFloat(Integer.parseUnsignedInt(elements.get(i), 16));
            }
            return floats;
        }

        double[] numbers() {
            return elements.stream()
                    .mapToDouble(text -> switch (type) {
                        case FP32 -> Float.intBitsToFloat(Integer.parseUnsignedInt(text, 16));
                        case FP64 -> Double.longBitsToDouble(Long.parseUnsignedLong(text, 16));
                        default -> Long.parseLong(text);
                    })
                    .toArray();
        }
    }

    /** Each file of each fixture. */
    static List<Fixture> all() {
        try (Stream<Path> files = Files.walk(root())) {
            return files.filter(file -> file.getFileName().toString().startsWith("model."))
                    .sorted()
                    .map(Fixture::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Fixture of(String name) {
        return of(root().resolve(name));
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
        try {
            List<String> lines = Files.readAllLines(file.resolveSibling("expected.txt"));
            boolean classifier = lines.contains("kind classifier");
            Map<String, Values> tensors = lines.stream()
                    .filter(line -> !line.startsWith("kind ") && !line.startsWith("reader "))
                    .collect(Collectors.toMap(line -> line.substring(0, line.indexOf(' ')), Fixture::values));
            return new Fixture(file, tensors, classifier);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Values values(String line) {
        List<String> words = List.of(line.split(" ", -1));
        boolean typed = Character.isUpperCase(words.get(1).charAt(0));
        DataType type = typed ? DataType.valueOf(words.get(1).toUpperCase(Locale.ROOT)) : DataType.FP32;
        int at = typed ? 2 : 1;
        return new Values(
                type,
                Integer.parseInt(words.get(at)),
                Integer.parseInt(words.get(at + 1)),
                words.subList(at + 2, words.size()));
    }

    Values inputs() {
        return tensor("inputs");
    }

    Values tensor(String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }

    /** The version of the library that wrote the file. */
    String version() {
        return root().relativize(file).getName(0).toString();
    }

    byte[] bytes() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Version, case and file. */
    @Override
    public String toString() {
        return root().relativize(file).toString();
    }
}
