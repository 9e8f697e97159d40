package dev.inferport.adapter.server;

import dev.inferport.servicekit.Environment;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The adapter's command line: everything comes from the environment, arguments only ask for something else. */
@Command(
        name = "inferport-adapter",
        mixinStandardHelpOptions = true,
        versionProvider = AdapterCommand.Version.class,
        subcommands = PullerCommand.class,
        description = "Lets ModelMesh drive a runtime that speaks the V2 (Open Inference) protocol.",
        footer = {
            "",
            "Environment:",
            "  ADAPTER_PORT                 8085, on the loopback interface",
            "  ADAPTER_ENDPOINT             port:N or unix:/path, instead; with ADAPTER_SOCKET_MODE, such as 660",
            "  ADAPTER_ADMIN_PORT           0 = off; /live, /ready, /metrics and /loglevel over HTTP",
            "  ADAPTER_TLS_*                TLS: CERT_FILE, KEY_FILE, CLIENT_CA_FILE, CLIENT_AUTH; ADAPTER_ADMIN_TLS_* too",
            "  RUNTIME_PORT                 8001",
            "  RUNTIME_ENDPOINT             port:N or unix:/path, instead",
            "  RUNTIME_TLS_*                TLS: CA_FILE, CERT_FILE, KEY_FILE, SERVER_NAME; RUNTIME_TLS=true alone will do",
            "  RUNTIME_DATA_ENDPOINT        port:N or unix:/path; port:RUNTIME_PORT",
            "  RUNTIME_VERSION              v1; a version that the runtime reports wins",
            "  CONTAINER_MEM_REQ_BYTES      required; memory request of the runtime container",
            "  MEM_BUFFER_BYTES             268435456; not available to models",
            "  LOADING_CONCURRENCY          1",
            "  LOADTIME_TIMEOUT             30000 ms",
            "  LIMIT_PER_MODEL_CONCURRENCY  0 = no limit",
            "  DEFAULT_MODELSIZE            1000000 bytes",
            "  MODELSIZE_MULTIPLIER         1.25",
            "  MODELSIZE_MULTIPLIERS        type=factor, … for single formats",
            "  MODEL_IMPLEMENTATIONS        type=module.Class, … in addition to the built-in formats",
            "  ROOT_MODEL_DIR               /models",
            "  USE_EMBEDDED_PULLER          false",
            "  STORAGE_CONFIG_DIR           /storage-config",
            "  PVC_MOUNTS_DIR               /pvc_mounts",
            "  LOCAL_FILES_DIR              off; what storage of type file may read",
            "  OTEL_EXPORTER_OTLP_ENDPOINT  off; where spans go, with the other OTEL_* variables",
            "  LOG_LEVEL, LOG_FORMAT        INFO, TEXT (or JSON)"
        })
final class AdapterCommand implements Callable<Integer> {

    @ArgGroup(exclusive = false, heading = "%nWithout starting anything:%n")
    private @Nullable DryRun dryRun;

    private AdapterCommand() {}

    static int execute(String[] arguments) {
        return new CommandLine(new AdapterCommand()).execute(arguments);
    }

    @Override
    public Integer call() {
        if (dryRun != null) {
            return dryRun.print(Environment.of(System.getenv()), System.out, System.err);
        }
        return Main.adapter();
    }

    /** The version of the jar that this class came in. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            var version = AdapterCommand.class.getPackage().getImplementationVersion();
            return new String[] {"inferport-adapter " + (version == null ? "(development)" : version)};
        }
    }
}
