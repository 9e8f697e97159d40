package dev.inferport.adapter.server;

import dev.inferport.servicekit.Endpoint;
import dev.inferport.servicekit.Environment;
import dev.inferport.servicekit.TlsFiles;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/**
 * Where a gRPC server of this process listens, and who may connect.
 *
 * @param endpoint a port or a Unix socket
 * @param tls its certificates; absent = plain text
 * @param socketMode permissions of a Unix socket's file; absent = the process's umask decides
 */
record Listener(Endpoint endpoint, Optional<TlsFiles> tls, Optional<Set<PosixFilePermission>> socketMode) {

    private static final int LAST_PORT = 65535;

    /** The admin port is for probes, which come from outside of the pod. */
    private static final String EVERYWHERE = "0.0.0.0";

    /** Reads {@code <prefix>_ENDPOINT}, else a port on loopback, {@code <prefix>_SOCKET_MODE} and the TLS files. */
    static Listener from(Environment environment, String prefix, String portVariable, int defaultPort) {
        var port = Endpoint.tcp(Endpoint.LOOPBACK, environment.integer(portVariable, defaultPort, 0, LAST_PORT));
        return new Listener(
                environment.endpoint(prefix + "_ENDPOINT", port),
                TlsFiles.ofServer(environment, prefix),
                environment.fileMode(prefix + "_SOCKET_MODE"));
    }

    /** The admin port, unless it is off; probes come from outside of the pod's containers. */
    static Optional<Admin> admin(Environment environment, String prefix) {
        return environment
                .integer(prefix + "_ADMIN_PORT", 0, LAST_PORT)
                .filter(port -> port != 0)
                .map(port ->
                        new Admin(Endpoint.tcp(EVERYWHERE, port), TlsFiles.ofServer(environment, prefix + "_ADMIN")));
    }

    /**
     * Where probes and scrapers find this process.
     *
     * @param tls its certificates; absent = plain text
     */
    record Admin(Endpoint.Tcp endpoint, Optional<TlsFiles> tls) {}
}
