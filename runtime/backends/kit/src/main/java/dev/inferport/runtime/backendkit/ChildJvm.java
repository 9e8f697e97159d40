package dev.inferport.runtime.backendkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process for what might end it, or for what is measured of it. */
public final class ChildJvm {

    private static final int SECONDS = 240;

    /** The first Java that warns, in the output, of what native libraries do unless it is told that they may. */
    private static final int WARNS_OF_LIBRARIES = 24;

    private ChildJvm() {}

    /**
     * Runs a main method with this class path and a heap of 64 MiB, and gives what it printed. A process that crashes,
     * hangs or fails is a failure of the test, with what it printed.
     *
     * @param folder for its output
     */
    public static String run(Path folder, Class<?> main, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:ErrorFile=" + folder.resolve("crash.log")));
        if (Runtime.version().feature() >= WARNS_OF_LIBRARIES) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended;
        try {
            ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
        } finally {
            process.destroyForcibly();
        }
        String said = Files.readString(output);
        assertThat(ended).as("within %d s; it printed %s", SECONDS, said).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
