package dev.inferport.runtime.pmml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What a document should give for some rows; {@code make_fixtures.py} describes the files. */
record Fixture(Path file, List<String> columns, List<List<String>> rows) {

    static List<Fixture> all() {
        return Stream.concat(Stream.of("regression", "logistic", "tree").map(Fixture::of), converted().stream())
                .toList();
    }

    /** Ensembles of trees that a converter wrote. */
    static List<Fixture> converted() {
        return Stream.of(
                        "forest-regressor",
                        "forest-classifier",
                        "boosting-regressor",
                        "boosting-classifier",
                        "tree-classifier",
                        "xgboost-regressor",
                        "xgboost-classifier",
                        "xgboost-two-classes",
                        "lightgbm-regressor",
                        "lightgbm-classifier",
                        "lightgbm-two-classes")
                .map(Fixture::of)
                .toList();
    }

    /** XGBoost computes in single precision, and the converter writes few digits. */
    double tolerance() {
        return converted().stream().anyMatch(other -> other.toString().equals(toString())) ? 1e-6 : 1e-9;
    }

    static Fixture of(String name) {
        try {
            Path folder = Path.of(Objects.requireNonNull(Fixture.class.getResource("/fixtures"))
                            .toURI())
                    .resolve(name);
            List<List<String>> lines = Files.readAllLines(folder.resolve("expected.txt")).stream()
                    .map(line -> List.of(line.split(" ", -1)))
                    .toList();
            return new Fixture(folder.resolve("model.pmml"), lines.get(0), lines.subList(1, lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    List<String> inputs() {
        return columns.subList(0, columns.indexOf("|"));
    }

    List<String> outputs() {
        return columns.subList(columns.indexOf("|") + 1, columns.size());
    }

    /** One column; a missing value is an empty text. */
    List<String> column(String name) {
        int index = columns.indexOf(name);
        return rows.stream()
                .map(row -> row.get(index))
                .map(value -> value.equals("?") ? "" : value)
                .toList();
    }

    String text() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return String.valueOf(Objects.requireNonNull(file.getParent()).getFileName());
    }
}
