package dev.inferport.runtime.server;

import dev.inferport.runtime.core.RuntimeLimits;
import dev.inferport.servicekit.Environment;
import dev.inferport.servicekit.TracingSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be set for one server, under MLServer's names.
 *
 * @param modelsFolder the root of the model repository
 * @param host address that all listeners bind to
 * @param grpcPort port of the gRPC listener; 0 = any free one
 * @param httpPort port of the REST listener; 0 = any free one
 * @param grpcMaxMessageBytes largest gRPC message, -1 = unlimited
 * @param loadModelsAtStartup whether the whole repository is loaded before the server says that it is ready
 * @param rest how the REST front answers
 * @param limits how much work it takes on at a time
 * @param log what the log shows
 * @param metrics where the metrics are
 * @param tracing where traces go; empty = nowhere
 * @param serverName for clients
 * @param serverVersion for clients
 * @param extensions of the protocol, for clients
 * @param code where custom models are
 * @param listeners TLS and sockets
 * @param stopBudget how long requests under way may take when the server is told to stop
 */
record ServerSettings(
        Path modelsFolder,
        String host,
        int grpcPort,
        int httpPort,
        int grpcMaxMessageBytes,
        boolean loadModelsAtStartup,
        RestSettings rest,
        RuntimeLimits limits,
        LogSettings log,
        MetricsSettings metrics,
        Optional<TracingSettings> tracing,
        String serverName,
        String serverVersion,
        List<String> extensions,
        CodeSettings code,
        ListenerSettings listeners,
        Duration stopBudget) {

    /** Under the names that clients of Triton look for. */
    private static final List<String> EXTENSIONS = List.of("model_repository", "binary_tensor_data");

    private static final int MAX_PORT = 65_535;

    ServerSettings {
        extensions = List.copyOf(extensions);
    }

    /**
     * The settings for a folder: its {@code settings.json}, completed from the environment, as in MLServer.
     *
     * @param folder the folder on the command line, or null where MLSERVER_MODELS_DIR decides
     * @throws dev.inferport.servicekit.ConfigurationException that lists everything that is wrong
     */
    static ServerSettings read(@Nullable Path folder, Map<String, String> environment) {
        Environment variables = Environment.ofIgnoringCase(environment);
        Path root = folder != null ? folder : variables.path("MLSERVER_MODELS_DIR", Path.of("."));
        return Environment.ofIgnoringCase(SettingsFile.over(root.resolve("settings.json"), environment))
                .bind(merged -> bind(root, merged));
    }

    private static ServerSettings bind(Path root, Environment variables) {
        return new ServerSettings(
                root,
                variables.string("MLSERVER_HOST").orElse("0.0.0.0"),
                variables.integer("MLSERVER_GRPC_PORT", 8001, 0, MAX_PORT),
                variables.integer("MLSERVER_HTTP_PORT", 8002, 0, MAX_PORT),
                grpcMaxMessageBytes(variables),
                variables.bool("MLSERVER_LOAD_MODELS_AT_STARTUP", true),
                RestSettings.read(variables),
                LimitSettings.read(variables),
                LogSettings.read(variables),
                MetricsSettings.read(variables),
                TracingVariables.read(variables),
                variables.string("MLSERVER_SERVER_NAME").orElse("inferport"),
                variables.string("MLSERVER_SERVER_VERSION").orElse(Version.current()),
                variables.isSet("MLSERVER_EXTENSIONS")
                        ? SettingsFile.list(variables, "MLSERVER_EXTENSIONS")
                        : EXTENSIONS,
                CodeSettings.read(variables),
                ListenerSettings.read(variables),
                Duration.ofSeconds(variables.longValue("INFERPORT_STOP_BUDGET_SECONDS", 20, 0, 3_600)));
    }

    /** Where nothing is set a message may have any size, other than in MLServer, whose 4 MiB few models fit. */
    private static int grpcMaxMessageBytes(Environment variables) {
        int bytes = variables.integer("MLSERVER_GRPC_MAX_MESSAGE_LENGTH", -1, -1, Integer.MAX_VALUE);
        return bytes == 0 ? -1 : bytes;
    }
}
