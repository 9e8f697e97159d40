package dev.inferport.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of the product, started as a user would, with its output in a file. */
final class ChildProcess implements AutoCloseable {

    private static final Path ROOT =
            Path.of("").toAbsolutePath().resolveSibling("").normalize();

    private final String name;
    private final Process process;
    private final Path log;

    private ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    static ChildProcess runtime(Path logFolder, Map<String, String> environment, String... arguments) {
        Path launcher = ROOT.resolve("runtime/server/target/inferport-runtime/bin/inferport");
        return start("runtime", launcher, logFolder, environment, arguments);
    }

    static ChildProcess adapter(Path logFolder, Map<String, String> environment) {
        return ofAdapter("inferport-adapter", logFolder, environment);
    }

    /** One of the adapter's entry points. */
    static ChildProcess ofAdapter(String entryPoint, Path logFolder, Map<String, String> environment) {
        Path launcher =
                ROOT.resolve("adapter/server/target/inferport-adapter/bin").resolve(entryPoint);
        return start(entryPoint, launcher, logFolder, environment);
    }

    /** The project's root folder; tests run in a module's. */
    static Path projectRoot() {
        return ROOT;
    }

    /** Ends the process as the kernel would when memory runs out: at once, and with nothing tidied up. */
    void kill() {
        process.destroyForcibly();
        awaitEnd(10);
    }

    /**
     * Asks the process to end, and waits.
     *
     * @return its exit code
     */
    int stop() {
        process.destroy();
        awaitEnd(60);
        return process.exitValue();
    }

    /** Asks the process to end, and doesn't wait. */
    void terminate() {
        process.destroy();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Everything that the process has printed. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        kill();
    }

    private static ChildProcess start(
            String name, Path launcher, Path logFolder, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of("sh", launcher.toString()));
        command.addAll(List.of(arguments));
        try {
            Path log = Files.createTempFile(logFolder, name + "-", ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().keySet().removeIf(variable -> variable.startsWith("MLSERVER_"));
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().putAll(environment);
            return new ChildProcess(name, builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitEnd(int seconds) {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(name + " did not end within " + seconds + " s:\n" + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
