package dev.inferport.runtime.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What stays out of the image of a folder: what its own {@code .dockerignore} names, and what no image may have. */
final class DockerIgnore {

    private static final String FILE = ".dockerignore";

    /** Hold passwords and keys, or did once. */
    private static final Set<String> PRIVATE = Set.of(".env", ".git");

    private static final List<String> ANYWHERE = List.of("**/.env", "**/.git", "Dockerfile", FILE);
    private static final List<String> OF_A_PROJECT = List.of("lib", "src", "target");

    private final Path folder;
    private final ImageDefinition image;

    DockerIgnore(Path folder, ImageDefinition image) {
        this.folder = folder;
        this.image = image;
    }

    Path file() {
        return folder.resolve(FILE);
    }

    /** Whether the image would get something private, were it not for this file. */
    boolean isNeeded() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(image.models()).toRealPath())) {
            return files.anyMatch(file -> PRIVATE.contains(String.valueOf(file.getFileName())));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The lines of the folder's own file, and behind them, so that they win, those that it lacks. */
    String text() throws IOException {
        Set<String> lines = new LinkedHashSet<>(Files.exists(file()) ? Files.readAllLines(file()) : List.of());
        lines.addAll(ANYWHERE);
        if (image.isProject()) {
            lines.addAll(OF_A_PROJECT);
        }
        return String.join("\n", lines) + "\n";
    }
}
