package dev.inferport.mesh;

import dev.inferport.servicekit.Endpoint;
import picocli.CommandLine.Option;

/** The options by which a client command finds the mesh. */
final class MeshAddress {

    @Option(
            names = "--mesh",
            paramLabel = "HOST:PORT",
            description = "where the mesh serves (default: ${DEFAULT-VALUE})",
            defaultValue = "127.0.0.1:${env:MM_SVC_GRPC_PORT:-8033}")
    private String address = "";

    Endpoint endpoint() {
        var colon = address.lastIndexOf(':');
        try {
            return Endpoint.tcp(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw new IllegalArgumentException("--mesh: " + address + " (expected: HOST:PORT)", e);
        }
    }

    MeshClient connect() {
        return new MeshClient(endpoint());
    }
}
