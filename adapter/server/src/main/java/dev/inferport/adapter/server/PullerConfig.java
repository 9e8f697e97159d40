package dev.inferport.adapter.server;

import dev.inferport.adapter.server.AdapterSettings.Folders;
import dev.inferport.servicekit.Endpoint;
import dev.inferport.servicekit.Environment;
import java.util.Optional;

/**
 * What a puller container is told, by environment variables whose names the serving controller sets.
 *
 * @param listen where the mesh finds us
 * @param runtime the {@code ModelRuntime} that the loads are for
 * @param folders where files are
 * @param admin for probes; absent = off
 */
record PullerConfig(Listener listen, Peer runtime, Folders folders, Optional<Listener.Admin> admin) {

    private static final int PORT = 8084;
    private static final int RUNTIME_PORT = 8085;

    /**
     * Reads the environment.
     *
     * @throws dev.inferport.servicekit.ConfigurationException naming every variable that can't be used
     */
    static PullerConfig from(Environment environment) {
        return environment.bind(variables -> {
            var runtime = Endpoint.tcp(Endpoint.LOOPBACK, RUNTIME_PORT);
            return new PullerConfig(
                    Listener.from(variables, "PULLER", "PORT", PORT),
                    Peer.from(variables, "MODEL_SERVER", variables.endpoint("MODEL_SERVER_ENDPOINT", runtime)),
                    Folders.from(variables),
                    Listener.admin(variables, "PULLER"));
        });
    }
}
