package dev.inferport.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The libraries in a Python process of their own, which runs {@code bench_formats.py} and does the timing: what passes
 * between the processes is not timed. Not for use by several threads.
 */
final class PythonLibraries implements AutoCloseable {

    private final List<String> command;
    private final Path models;
    private final Process process;
    private final BufferedWriter questions;
    private final BufferedReader answers;
    private final ObjectMapper mapper = new ObjectMapper();

    private PythonLibraries(List<String> command, Path models) throws IOException {
        this.command = command;
        this.models = models;
        this.process = start("serve");
        this.questions = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    static PythonLibraries start(Path python, Path script, Path models) throws IOException {
        return new PythonLibraries(List.of(python.toString(), "-B", script.toString()), models);
    }

    /** One of the calls of the library that made the model. */
    Contender contender(SampleModel model, String call) {
        return new Contender() {

            @Override
            public String name() {
                return "Python " + call;
            }

            @Override
            public double difference() throws IOException {
                return ask("check", model.id(), call).path("difference").asDouble(Double.POSITIVE_INFINITY);
            }

            @Override
            public Measurement time(int rows, Duration window) throws IOException {
                String seconds = String.format(Locale.ROOT, "%.3f", window.toMillis() / 1e3);
                JsonNode nanos = ask("time", model.id(), call, String.valueOf(rows), seconds)
                        .path("nanos");
                long[] latencies = new long[nanos.size()];
                for (int i = 0; i < latencies.length; i++) {
                    latencies[i] = nanos.get(i).asLong();
                }
                return Measurement.of(latencies, 0, window.toNanos() / 1e9);
            }

            @Override
            public void close() {
                // The process drops a model when it is asked for the next one.
            }
        };
    }

    /** Bytes of resident memory that each further copy of the model takes, in a process that has nothing else. */
    long residentBytes(SampleModel model, int copies) throws IOException, InterruptedException {
        Process counting = start("memory", model.id(), String.valueOf(copies));
        try (BufferedReader output = counting.inputReader(StandardCharsets.UTF_8)) {
            List<String> lines = output.lines().toList();
            if (counting.waitFor() != 0 || lines.isEmpty()) {
                throw new IOException("Python ended with " + counting.exitValue() + " while it loaded " + model.id());
            }
            // Libraries print to standard output too; the answer comes last.
            return Long.parseLong(lines.get(lines.size() - 1));
        }
    }

    private JsonNode ask(String... words) throws IOException {
        questions.write(String.join(" ", words) + "\n");
        questions.flush();
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("Python ended while it was asked to " + String.join(" ", words));
        }
        return mapper.readTree(line);
    }

    private Process start(String subcommand, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(command);
        words.add(subcommand);
        words.add(models.toString());
        words.addAll(List.of(arguments));
        return new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Override
    public void close() throws IOException {
        questions.close();
        process.destroy();
    }
}
