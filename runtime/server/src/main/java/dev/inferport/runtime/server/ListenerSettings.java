package dev.inferport.runtime.server;

import dev.inferport.servicekit.Environment;
import dev.inferport.servicekit.TlsFiles;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How the listeners can be reached besides their ports in plain text.
 *
 * @param tls of the gRPC and the REST port; empty = plain text
 * @param metricsTls of the metrics port; empty = plain text
 * @param grpcSocket a Unix socket that takes gRPC too, always in plain text
 */
record ListenerSettings(Optional<TlsFiles> tls, Optional<TlsFiles> metricsTls, Optional<Path> grpcSocket) {

    static ListenerSettings read(Environment variables) {
        return new ListenerSettings(
                TlsFiles.ofServer(variables, "INFERPORT"),
                TlsFiles.ofServer(variables, "INFERPORT_METRICS"),
                variables.path("INFERPORT_GRPC_SOCKET"));
    }

    /** Ports in plain text and nothing else. */
    static ListenerSettings plain() {
        return new ListenerSettings(Optional.empty(), Optional.empty(), Optional.empty());
    }
}
