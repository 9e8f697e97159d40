package dev.inferport.runtime.catboost;

import dev.inferport.runtime.api.DataType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the library says of some rows; {@code make_fixtures.py} describes the files. */
record Fixture(Path file, Map<String, List<String>> lines) {

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
        return all().stream()
                .filter(fixture -> fixture.toString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Path root() {
        try {
            return Path.of(Objects.requireNonNull(Fixture.class.getResource("/fixtures"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Fixture of(Path file) {
        try {
            Map<String, List<String>> lines = Files.readAllLines(file.resolveSibling("expected.txt")).stream()
                    .map(line -> List.of(line.split(" ", -1)))
                    .collect(Collectors.toMap(words -> words.get(0), words -> words.subList(1, words.size())));
            return new Fixture(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> line(String name) {
        return Objects.requireNonNull(lines.get(name), name);
    }

    boolean isClassifier() {
        return line("kind").get(0).equals("classifier");
    }

    boolean hasTexts() {
        return lines.containsKey("texts");
    }

    int rows() {
        return Integer.parseInt(line("numbers").get(0));
    }

    int columns() {
        return line("columns").size();
    }

    /** The numeric features, row by row. */
    float[] numbers() {
        List<String> words = line("numbers");
        float[] floats = new float[words.size() - 2];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = Float.intBitsToFloat(Integer.parseUnsignedInt(words.get(i + 2), 16));
        }
        return floats;
    }

    /** One column, spelled as texts. */
    List<String> column(int column) {
        boolean text = line("columns").get(column).equals("t");
        List<String> kinds = line("columns").subList(0, column);
        int index =
                (int) kinds.stream().filter(kind -> kind.equals("t") == text).count();
        List<String> words = line(text ? "texts" : "numbers");
        int width = Integer.parseInt(words.get(1));
        return Stream.iterate(index + 2, at -> at < words.size(), at -> at + width)
                .map(words::get)
                .map(word -> text ? decoded(word) : Float.toString(bits(word)))
                .toList();
    }

    private static String decoded(String word) {
        return URLDecoder.decode(word, StandardCharsets.UTF_8);
    }

    private static float bits(String word) {
        return Float.intBitsToFloat(Integer.parseUnsignedInt(word, 16));
    }

    DataType type(String output) {
        return DataType.of(line(output).get(0));
    }

    long[] shape(String output) {
        return line(output).subList(1, 3).stream().mapToLong(Long::parseLong).toArray();
    }

    List<String> texts(String output) {
        return elements(output).map(Fixture::decoded).toList();
    }

    double[] values(String output) {
        boolean bits = type(output) == DataType.FP64;
        return elements(output)
                .mapToDouble(word ->
                        bits ? Double.longBitsToDouble(Long.parseUnsignedLong(word, 16)) : Double.parseDouble(word))
                .toArray();
    }

    private Stream<String> elements(String output) {
        return line(output).stream().skip(3);
    }

    byte[] bytes() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return root().relativize(file).getName(0).toString();
    }
}
