package dev.inferport.mesh;

import dev.inferport.servicekit.ConfigurationException;
import dev.inferport.servicekit.Endpoint;
import dev.inferport.servicekit.Environment;
import dev.inferport.servicekit.Lifecycle;
import dev.inferport.servicekit.LogSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mesh}: serves until a signal comes. */
@Command(
        name = "mesh",
        mixinStandardHelpOptions = true,
        description = {
            "Serves the mesh in front of one runtime.",
            "Reads MM_SVC_GRPC_PORT, INTERNAL_GRPC_PORT or INTERNAL_GRPC_SOCKET_PATH, and INTERNAL_SERVING_GRPC_PORT"
                    + " or INTERNAL_SERVING_GRPC_SOCKET_PATH, as ModelMesh does."
        })
final class MeshCommand implements Callable<Integer> {

    private static final Duration STOP_BUDGET = Duration.ofSeconds(10);

    @Option(names = "--port", description = "port for clients (default: MM_SVC_GRPC_PORT, else 8033)")
    private int port = -1;

    @Option(names = "--poll-interval-ms", description = "pause between questions for the runtime's status")
    private long pollIntervalMs = 2_000;

    @Option(names = "--failure-expiry-ms", description = "how long a failed load is remembered")
    private long failureExpiryMs = 900_000;

    @Option(names = "--time-scale", description = "factor of all other delays")
    private double timeScale = 1.0;

    @Override
    public Integer call() {
        LogSetup.configure(LogSetup.Format.TEXT, "INFO");
        return Lifecycle.run("mesh", STOP_BUDGET, lifecycle -> {
            var config = Environment.of(System.getenv()).bind(this::config);
            lifecycle.start("mesh", () -> EmbeddedMesh.start(config));
        });
    }

    private MeshConfig config(Environment env) {
        var runtime = endpoint(env, "INTERNAL_GRPC", Endpoint.tcp(Endpoint.LOOPBACK, 8085));
        return MeshConfig.of(runtime)
                .withPort(port >= 0 ? port : env.integer("MM_SVC_GRPC_PORT", 8033, 0, 65535))
                .withServing(endpoint(env, "INTERNAL_SERVING_GRPC", runtime))
                .withPollInterval(Duration.ofMillis(pollIntervalMs))
                .withFailureExpiry(Duration.ofMillis(failureExpiryMs))
                .withTimeScale(timeScale);
    }

    private static Endpoint endpoint(Environment env, String prefix, Endpoint otherwise) {
        var port = env.integer(prefix + "_PORT", 1, 65535);
        var socket = env.path(prefix + "_SOCKET_PATH");
        if (port.isPresent() && socket.isPresent()) {
            throw new ConfigurationException(
                    List.of(prefix + "_PORT and " + prefix + "_SOCKET_PATH are both set (expected: one)"));
        }
        return port.<Endpoint>map(number -> Endpoint.tcp(Endpoint.LOOPBACK, number))
                .or(() -> socket.map(Path::toAbsolutePath).map(Endpoint::unix))
                .orElse(otherwise);
    }
}
