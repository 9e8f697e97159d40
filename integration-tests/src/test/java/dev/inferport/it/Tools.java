package dev.inferport.it;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Programs that a machine may have, and that nobody needs to build the project. */
final class Tools {

    private static final int TIMEOUT_SECONDS = 120;

    private Tools() {}

    /** What a program has printed, and its exit code. */
    record Outcome(int exitCode, String output) {}

    /** The first of these programs that is on the search path. */
    static Optional<Path> find(String... names) {
        for (String name : names) {
            for (String place : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
                Path program = Path.of(place.isEmpty() ? "." : place, name);
                if (Files.isExecutable(program) && !Files.isDirectory(program)) {
                    return Optional.of(program);
                }
            }
        }
        return Optional.empty();
    }

    /** The Python that TEST_PYTHON names, or that of the search path, where it has the module. */
    static Optional<Path> pythonWith(String module) {
        Optional<Path> python =
                Optional.ofNullable(System.getenv("TEST_PYTHON")).map(Path::of).or(() -> find("python3"));
        return python.filter(program ->
                run(List.of(program.toString(), "-c", "import " + module)).exitCode() == 0);
    }

    static Outcome run(List<String> command) {
        return run(command, Path.of(""));
    }

    static Outcome run(List<String> command, Path folder) {
        Process process = null;
        try {
            Path output = Files.createTempFile("tool-", ".out");
            try {
                process = new ProcessBuilder(new ArrayList<>(command))
                        .directory(folder.toAbsolutePath().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                    throw new AssertionError(command + " does not end:\n" + Files.readString(output));
                }
                return new Outcome(process.exitValue(), new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new AssertionError(command.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(command.toString(), e);
        } finally {
            if (process != null) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }
}
