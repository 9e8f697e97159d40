package dev.inferport.adapter.server;

import dev.inferport.adapter.lifecycle.ModelFormats;
import dev.inferport.adapter.storage.PullerSettings;
import dev.inferport.servicekit.Endpoint;
import dev.inferport.servicekit.Environment;
import dev.inferport.servicekit.TracingSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Everything that can be configured, by environment variables whose names the serving controller sets.
 *
 * @param endpoints who is where
 * @param limits what the mesh is told
 * @param folders where files are
 * @param formats which implementation serves which model type
 * @param runtimeVersion reported where the runtime has no version of its own
 * @param tracing where spans go; absent = nowhere
 */
record AdapterSettings(
        Endpoints endpoints,
        MeshLimits limits,
        Folders folders,
        ModelFormats formats,
        String runtimeVersion,
        Optional<TracingSettings> tracing) {

    private static final int ADAPTER_PORT = 8085;
    private static final int RUNTIME_PORT = 8001;
    private static final int LAST_PORT = 65535;

    /**
     * Who is where.
     *
     * @param listen where the mesh finds us, on the loopback interface
     * @param runtime where the runtime's repository is
     * @param data where the runtime takes inference requests
     * @param admin for probes and metrics; absent = off
     */
    record Endpoints(Listener listen, Peer runtime, Peer data, Optional<Listener.Admin> admin) {

        static Endpoints from(Environment environment) {
            var port = environment.integer("RUNTIME_PORT", RUNTIME_PORT, 1, LAST_PORT);
            var management = environment.endpoint("RUNTIME_ENDPOINT", Endpoint.tcp(Endpoint.LOOPBACK, port));
            var runtime = Peer.from(environment, "RUNTIME", management);
            return new Endpoints(
                    Listener.from(environment, "ADAPTER", "ADAPTER_PORT", ADAPTER_PORT),
                    runtime,
                    runtime.at(environment.endpoint("RUNTIME_DATA_ENDPOINT", management)),
                    Listener.admin(environment, "ADAPTER"));
        }
    }

    /**
     * Where files are.
     *
     * @param models the root of pulled models and of the runtime's folder
     * @param pulls whether this process pulls models, or another container does
     * @param storageConfig one file per storage key
     * @param pvcMounts one folder per persistent volume
     * @param localFiles what storages of type {@code file} may read; absent = such storages are refused
     */
    record Folders(Path models, boolean pulls, Path storageConfig, Path pvcMounts, Optional<Path> localFiles) {

        static Folders from(Environment environment) {
            return new Folders(
                    environment.path("ROOT_MODEL_DIR", Path.of("/models")).toAbsolutePath(),
                    environment.bool("USE_EMBEDDED_PULLER", false),
                    environment.path("STORAGE_CONFIG_DIR", Path.of("/storage-config")),
                    environment.path("PVC_MOUNTS_DIR", Path.of("/pvc_mounts")),
                    environment.path("LOCAL_FILES_DIR"));
        }

        /** How a puller works on these folders. */
        PullerSettings pullerSettings() {
            var settings = PullerSettings.of(models, pvcMounts);
            return localFiles.map(settings::withLocalFiles).orElse(settings);
        }
    }

    /**
     * Reads the environment.
     *
     * @throws dev.inferport.servicekit.ConfigurationException naming every variable that can't be used
     */
    static AdapterSettings from(Environment environment) {
        return environment.bind(variables -> new AdapterSettings(
                Endpoints.from(variables),
                MeshLimits.from(variables),
                Folders.from(variables),
                formats(variables),
                variables.string("RUNTIME_VERSION").orElse("v1"),
                TracingSettings.from(variables, "inferport-adapter")));
    }

    static ModelFormats formats(Environment environment) {
        var formats = ModelFormats.standard();
        for (var row : environment.list("MODEL_IMPLEMENTATIONS", List.of())) {
            var parts = row.split("=", 2);
            if (parts.length == 2) {
                formats = formats.with(parts[0], parts[1]);
            } else {
                environment.problem("MODEL_IMPLEMENTATIONS: '" + row + "' (expected: type=module.Class, …)");
            }
        }
        return formats;
    }
}
