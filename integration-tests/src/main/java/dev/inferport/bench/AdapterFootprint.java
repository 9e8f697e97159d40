package dev.inferport.bench;

import dev.inferport.servicekit.Endpoint;
import dev.inferport.servicekit.EventLoops;
import dev.inferport.servicekit.GrpcChannels;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the adapter again and again, and prints how long it took to answer and what it holds at rest. */
@Command(name = "footprint", description = "Measures start and memory of the adapter.", mixinStandardHelpOptions = true)
public final class AdapterFootprint implements Callable<Integer> {

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final int REST_SECONDS = 2;
    private static final double MEBIBYTE = 1 << 20;

    @Option(names = "--launcher", required = true, description = "script that starts the adapter")
    private Path launcher = Path.of("");

    @Option(names = "--runs", description = "starts to measure, after one that isn't (default: ${DEFAULT-VALUE})")
    private int runs = 5;

    @Option(names = "--max-millis", description = "fail if the median start takes longer")
    private @Nullable Integer maxMillis;

    @Option(names = "--max-mebibytes", description = "fail if the median memory at rest is larger")
    private @Nullable Integer maxMebibytes;

    private final EventLoops loops = EventLoops.create("footprint", 1);

    private AdapterFootprint() {}

    /**
     * One start.
     *
     * @param cpuMillis of all processors until the first answer, which other work on the machine doesn't change
     */
    private record Run(double millis, double cpuMillis, double mebibytes) {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new AdapterFootprint()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        var measured = new ArrayList<Run>();
        for (int i = 0; i <= runs; i++) {
            var run = measure();
            if (i > 0) {
                measured.add(run);
                System.out.printf(
                        Locale.ROOT,
                        "run %d: %.0f ms, %.0f ms of processor, %.1f MiB%n",
                        i,
                        run.millis(),
                        run.cpuMillis(),
                        run.mebibytes());
            }
        }
        double millis = median(measured.stream().mapToDouble(Run::millis).toArray());
        double cpu = median(measured.stream().mapToDouble(Run::cpuMillis).toArray());
        double mebibytes = median(measured.stream().mapToDouble(Run::mebibytes).toArray());
        System.out.printf(
                Locale.ROOT,
                "median: answers after %.0f ms (%.0f ms of processor), holds %.1f MiB resident at rest%n",
                millis,
                cpu,
                mebibytes);
        loops.close();
        return within(millis, maxMillis) && within(mebibytes, maxMebibytes) ? 0 : 1;
    }

    private Run measure() throws Exception {
        var models = Files.createTempDirectory("footprint");
        int port = freePort();
        var builder = new ProcessBuilder(List.of("sh", launcher.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("ADAPTER_PORT", String.valueOf(port));
        builder.environment().put("CONTAINER_MEM_REQ_BYTES", "1073741824");
        builder.environment().put("USE_EMBEDDED_PULLER", "true");
        builder.environment().put("ROOT_MODEL_DIR", models.toString());
        long begin = System.nanoTime();
        var process = builder.start();
        var hook = new Thread(process::destroyForcibly, "end-of-adapter");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            awaitAnswer(process, port, begin);
            double millis = (System.nanoTime() - begin) / 1e6;
            double cpu = cpuMillis(process);
            process.waitFor(REST_SECONDS, TimeUnit.SECONDS);
            return new Run(millis, cpu, resident(process.pid()) / MEBIBYTE);
        } finally {
            process.destroy();
            process.waitFor();
            Runtime.getRuntime().removeShutdownHook(hook);
            Files.deleteIfExists(models.resolve(".staging"));
            Files.deleteIfExists(models);
        }
    }

    private void awaitAnswer(Process process, int port, long begin) {
        while (!answers(port)) {
            if (!process.isAlive() || System.nanoTime() - begin > PATIENCE_NANOS) {
                throw new IllegalStateException("the adapter did not start; run " + launcher + " to see why");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** A new connection each time, as gRPC would wait before it tries a refused one again. */
    private boolean answers(int port) {
        ManagedChannel channel = GrpcChannels.builder(Endpoint.tcp(Endpoint.LOOPBACK, port), loops)
                .build();
        try {
            return HealthGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(5, TimeUnit.SECONDS)
                            .check(HealthCheckRequest.getDefaultInstance())
                            .getStatus()
                    == ServingStatus.SERVING;
        } catch (StatusRuntimeException e) {
            return false;
        } finally {
            channel.shutdownNow();
        }
    }

    private static double cpuMillis(Process process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
    }

    private static long resident(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
            }
        }
        throw new IOException("/proc/" + pid + "/status has no VmRSS");
    }

    private static boolean within(double value, @Nullable Integer limit) {
        return limit == null || value <= limit;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
