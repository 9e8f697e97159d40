package dev.inferport.adapter.server;

import dev.inferport.servicekit.Environment;
import dev.inferport.servicekit.ExitCodes;
import dev.inferport.servicekit.Lifecycle;
import dev.inferport.servicekit.LogLevels;
import dev.inferport.servicekit.LogSetup;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The adapter's command line: no arguments, everything comes from the environment. */
@Command(
        name = "inferport-adapter",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Lets ModelMesh drive a runtime that speaks the V2 (Open Inference) protocol.",
        footer = {
            "",
            "Environment:",
            "  ADAPTER_PORT                 8085, on the loopback interface",
            "  ADAPTER_ADMIN_PORT           0 = off; /live, /ready and /loglevel over HTTP",
            "  RUNTIME_PORT                 8001",
            "  RUNTIME_DATA_ENDPOINT        port:N or unix:/path; port:RUNTIME_PORT",
            "  RUNTIME_VERSION              v1; a version that the runtime reports wins",
            "  CONTAINER_MEM_REQ_BYTES      required; memory request of the runtime container",
            "  MEM_BUFFER_BYTES             268435456; not available to models",
            "  LOADING_CONCURRENCY          1",
            "  LOADTIME_TIMEOUT             30000 ms",
            "  LIMIT_PER_MODEL_CONCURRENCY  0 = no limit",
            "  DEFAULT_MODELSIZE            1000000 bytes",
            "  MODELSIZE_MULTIPLIER         1.25",
            "  MODEL_IMPLEMENTATIONS        type=module.Class, … in addition to the built-in formats",
            "  ROOT_MODEL_DIR               /models",
            "  USE_EMBEDDED_PULLER          false",
            "  STORAGE_CONFIG_DIR           /storage-config",
            "  PVC_MOUNTS_DIR               /pvc_mounts",
            "  LOCAL_FILES_DIR              off; what storage of type file may read",
            "  LOG_LEVEL, LOG_FORMAT        INFO, TEXT (or JSON)"
        })
public final class Main implements Callable<Integer> {

    private static final Duration STOP_BUDGET = Duration.ofSeconds(20);

    private Main() {}

    /** Runs until a signal ends it. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public Integer call() {
        var environment = Environment.of(System.getenv());
        LogLevels levels;
        try {
            levels = LogSetup.configure(
                    environment.choice("LOG_FORMAT", LogSetup.Format.TEXT),
                    environment.string("LOG_LEVEL").orElse("INFO"));
        } catch (IllegalArgumentException e) {
            System.err.println("LOG_LEVEL: " + e.getMessage());
            return ExitCodes.BAD_CONFIGURATION;
        }
        return Lifecycle.run(
                "inferport-adapter",
                STOP_BUDGET,
                life -> AdapterServer.start(AdapterSettings.from(environment), levels, life));
    }

    /** The version of the jar that this class came in. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            var version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"inferport-adapter " + (version == null ? "(development)" : version)};
        }
    }
}
