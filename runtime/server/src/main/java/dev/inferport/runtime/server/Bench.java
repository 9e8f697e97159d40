package dev.inferport.runtime.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inferport.servicekit.EventLoops;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code inferport bench}: how fast a server answers. */
@Command(
        name = "bench",
        description = "Measures how many requests a V2 server answers, and how fast.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Each caller sends its next request when it has its answer. The load shares the machine with whatever runs",
            "on it: compare figures of one run.",
            "Exit codes: 0 measured, 1 requests failed, 2 wrong usage, 3 there is no request to send."
        })
final class Bench implements Callable<Integer> {

    static final int SOME_FAILED = 1;
    static final int NO_REQUEST = 3;

    private enum Transport {
        rest,
        grpc
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-m", "--model-name"},
            required = true,
            description = "who answers")
    private String model = "";

    @Option(
            names = {"-u", "--url"},
            defaultValue = "localhost:8002",
            description = "host and port of the REST front (default: ${DEFAULT-VALUE})")
    private String url = "";

    @Option(
            names = {"-g", "--grpc"},
            defaultValue = "localhost:8001",
            description = "host and port of the gRPC front (default: ${DEFAULT-VALUE})")
    private String grpc = "";

    @Option(
            names = {"-t", "--transport"},
            split = ",",
            defaultValue = "rest",
            description = "rest, grpc, or both with a comma between (default: ${DEFAULT-VALUE})")
    private List<Transport> transports = List.of();

    @Option(
            names = {"-c", "--callers"},
            split = ",",
            defaultValue = "1,16,64",
            description = "callers at a time, one measurement for each number (default: ${DEFAULT-VALUE})")
    private List<Integer> callers = List.of();

    @Option(
            names = {"-d", "--duration"},
            defaultValue = "10",
            description = "seconds of each measurement (default: ${DEFAULT-VALUE})")
    private double seconds;

    @Option(
            names = {"-i", "--input"},
            description = "a file with the request, V2 in JSON (default: zeros as the model's metadata says)")
    private @Nullable Path input;

    @Override
    public Integer call() throws InterruptedException {
        if (seconds <= 0 || callers.stream().anyMatch(number -> number < 1)) {
            throw new ParameterException(spec.commandLine(), "--duration and --callers (expected: more than 0)");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (EventLoops loops = EventLoops.create("bench", 2)) {
            BenchTarget target = new BenchTarget(url, grpc, model, loops);
            ObjectNode request = input == null ? target.zeros() : BenchTarget.read(input);
            out.println("transport  callers   answers/s  failed    p50 ms    p90 ms    p99 ms    max ms");
            long failures = 0;
            for (Transport transport : transports) {
                for (int number : callers) {
                    BenchRun.Figures figures = measure(target, transport, request, number);
                    out.println(line(transport, number, figures));
                    out.flush();
                    failures += figures.failures();
                }
            }
            return failures == 0 ? 0 : SOME_FAILED;
        } catch (IOException | ExecutionException e) {
            spec.commandLine().getErr().println("inferport: " + e.getMessage());
            return NO_REQUEST;
        } finally {
            out.flush();
        }
    }

    private BenchRun.Figures measure(BenchTarget target, Transport transport, ObjectNode request, int number)
            throws InterruptedException, ExecutionException {
        Callable<BenchTarget.Caller> opener =
                transport == Transport.rest ? () -> target.rest(request) : () -> target.grpc(request);
        Duration duration = Duration.ofMillis((long) (seconds * 1000));
        BenchRun.run(number, duration.dividedBy(5), opener);
        return BenchRun.run(number, duration, opener);
    }

    private static String line(Transport transport, int number, BenchRun.Figures figures) {
        return String.format(
                Locale.ROOT,
                "%-9s %8d %11.0f %7d %9.3f %9.3f %9.3f %9.3f",
                transport,
                number,
                figures.perSecond(),
                figures.failures(),
                figures.millis(0.5),
                figures.millis(0.9),
                figures.millis(0.99),
                figures.millis(1));
    }
}
