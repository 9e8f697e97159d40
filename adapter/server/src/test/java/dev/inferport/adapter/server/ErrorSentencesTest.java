package dev.inferport.adapter.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Every sentence with which the adapter refuses or fails a request, and its gRPC code, is in
 * {@code src/test/resources/error-sentences.txt}. Who changes one changes the file, and so sees what users see.
 */
class ErrorSentencesTest {

    private static final Path GOLDEN = Path.of("src/test/resources/error-sentences.txt");
    private static final Path ACTUAL = Path.of("target/error-sentences.txt");

    private static final List<String> MENDABLE =
            List.of("INVALID_ARGUMENT", "NOT_FOUND", "PERMISSION_DENIED", "FAILED_PRECONDITION", "RESOURCE_EXHAUSTED");

    @Test
    void everySentenceIsInTheGoldenFile() throws IOException {
        var actual = SentencesInSource.of(sources());
        Files.write(ACTUAL, actual);

        var listed = new TreeSet<>(Files.readAllLines(GOLDEN));
        var remedy = "if that is meant: cp adapter/server/" + ACTUAL + " adapter/server/" + GOLDEN;
        assertThat(without(actual, listed)).as("new sentences; %s", remedy).isEmpty();
        assertThat(without(listed, actual))
                .as("sentences that are gone; %s", remedy)
                .isEmpty();
    }

    @Test
    void whatTheCallerCanMendSaysHow() throws IOException {
        assertThat(SentencesInSource.of(sources()))
                .filteredOn(line -> MENDABLE.contains(line.substring(0, line.indexOf('\t'))))
                .allSatisfy(line -> assertThat(line).containsAnyOf("; ", "(expected: "));
    }

    private static Set<String> without(Set<String> all, Set<String> others) {
        var rest = new TreeSet<>(all);
        rest.removeAll(others);
        return rest;
    }

    private static List<Path> sources() throws IOException {
        try (var files = Files.walk(Path.of(".."))) {
            return files.filter(file -> file.toString().contains("/src/main/java/")
                            && file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().endsWith("-info.java"))
                    .toList();
        }
    }
}
