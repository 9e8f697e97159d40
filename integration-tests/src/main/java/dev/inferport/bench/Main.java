package dev.inferport.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.inferport.servicekit.Endpoint;
import dev.inferport.servicekit.EventLoops;
import dev.inferport.servicekit.GrpcChannels;
import dev.inferport.wire.inference.InferTensorContents;
import dev.inferport.wire.inference.ModelInferRequest;
import dev.inferport.wire.inference.ModelInferRequest.InferInputTensor;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks each server the same question, in turn, and prints what it took. */
@Command(name = "bench", description = "Measures V2 servers side by side.", mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {

    @Option(names = "--target", required = true, description = "NAME=GRPC_PORT/HTTP_PORT[/PID], once per server")
    private List<String> targets = List.of();

    @Option(names = "--model", required = true, description = "name of the model, the same on all servers")
    private String model = "";

    @Option(names = "--request", required = true, description = "file with the JSON body of a V2 request, FP32 data")
    private @Nullable Path request;

    @Option(names = "--callers", split = ",", description = "concurrent callers (default: ${DEFAULT-VALUE})")
    private List<Integer> callers = List.of(1, 16, 64);

    @Option(names = "--seconds", description = "length of each measurement (default: ${DEFAULT-VALUE})")
    private int seconds = 5;

    @Option(names = "--warm-up", description = "seconds before the first measurement (default: ${DEFAULT-VALUE})")
    private int warmUp = 5;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        List<Target> servers = targets.stream().map(Target::parse).toList();
        byte[] body = Files.readAllBytes(request == null ? Path.of("request.json") : request);
        ModelInferRequest message = message(new ObjectMapper().readTree(body));
        for (Target server : servers) {
            measure(server, "rest", 8, warmUp, body, message);
            measure(server, "grpc", 8, warmUp, body, message);
        }
        System.out.printf(
                "%-6s %8s  %-12s %10s %10s %10s %8s %7s%n",
                "proto", "callers", "server", "answers/s", "p50 us", "p99 us", "failed", "ratio");
        for (String protocol : List.of("rest", "grpc")) {
            for (int concurrent : callers) {
                compare(servers, protocol, concurrent, body, message);
            }
        }
        for (Target server : servers) {
            System.out.printf("memory %-12s %s%n", server.name(), memory(server));
        }
        return 0;
    }

    private void compare(List<Target> servers, String protocol, int concurrent, byte[] body, ModelInferRequest message)
            throws Exception {
        double first = Double.NaN;
        for (Target server : servers) {
            Measurement measured = measure(server, protocol, concurrent, seconds, body, message);
            first = Double.isNaN(first) ? measured.rate() : first;
            System.out.printf(
                    Locale.ROOT,
                    "%-6s %8d  %-12s %10.0f %10.0f %10.0f %8d %7.2f%n",
                    protocol,
                    concurrent,
                    server.name(),
                    measured.rate(),
                    measured.p50Micros(),
                    measured.p99Micros(),
                    measured.failures(),
                    first / measured.rate());
        }
    }

    private Measurement measure(
            Target server, String protocol, int concurrent, int length, byte[] body, ModelInferRequest message)
            throws Exception {
        Duration duration = Duration.ofSeconds(length);
        if (protocol.equals("rest")) {
            String path = "/v2/models/" + model + "/infer";
            return Load.run(concurrent, duration, () -> new RestCaller(server.httpPort(), path, body));
        }
        try (EventLoops loops = EventLoops.create("bench", 1)) {
            ManagedChannel channel = GrpcChannels.builder(Endpoint.tcp(Endpoint.LOOPBACK, server.grpcPort()), loops)
                    .build();
            try {
                return Load.run(concurrent, duration, () -> new GrpcCaller(channel, message));
            } finally {
                channel.shutdownNow();
            }
        }
    }

    private ModelInferRequest message(JsonNode body) {
        ModelInferRequest.Builder builder = ModelInferRequest.newBuilder().setModelName(model);
        for (JsonNode input : body.path("inputs")) {
            InferTensorContents.Builder contents = InferTensorContents.newBuilder();
            addFloats(input.path("data"), contents);
            InferInputTensor.Builder tensor = InferInputTensor.newBuilder()
                    .setName(input.path("name").asText())
                    .setDatatype(input.path("datatype").asText())
                    .setContents(contents);
            input.path("shape").forEach(dimension -> tensor.addShape(dimension.asLong()));
            builder.addInputs(tensor);
        }
        return builder.build();
    }

    private static void addFloats(JsonNode data, InferTensorContents.Builder contents) {
        for (JsonNode item : data) {
            if (item.isArray()) {
                addFloats(item, contents);
            } else {
                contents.addFp32Contents(item.floatValue());
            }
        }
    }

    /** What the server's process and its children hold. */
    private static String memory(Target server) throws IOException {
        Optional<ProcessHandle> process = ProcessHandle.of(server.pid());
        if (server.pid() == 0 || process.isEmpty()) {
            return "unknown";
        }
        long kilobytes = 0;
        long processes = 0;
        for (ProcessHandle handle :
                Stream.concat(process.stream(), process.get().descendants()).toList()) {
            Path status = Path.of("/proc", String.valueOf(handle.pid()), "status");
            for (String line : Files.exists(status) ? Files.readAllLines(status) : List.<String>of()) {
                if (line.startsWith("VmRSS:")) {
                    kilobytes += Long.parseLong(line.replaceAll("\\D", ""));
                    processes++;
                }
            }
        }
        return kilobytes / 1024 + " MiB resident in " + processes + " processes";
    }
}
