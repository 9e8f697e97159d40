package dev.inferport.servicekit;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Where a service listens, or where a client finds it: a TCP port or a Unix domain socket.
 *
 * <p>The spellings are those of a serving runtime's {@code grpcEndpoint}: {@code port:8001} and {@code unix:/path}. A
 * bare number is a port too, and {@code unix:///path}, as gRPC targets are written, is the same as {@code unix:/path}.
 * A spelling has no host; {@link #withHost} sets one.
 */
public sealed interface Endpoint {

    /** The host of an endpoint whose spelling names only a port. */
    String LOOPBACK = "127.0.0.1";

    /**
     * Reads {@code port:8001}, {@code 8001}, {@code unix:/path} or {@code unix:///path}.
     *
     * @throws IllegalArgumentException for anything else, in a sentence fit for an operator
     */
    static Endpoint parse(String spelling) {
        return EndpointSpelling.parse(spelling);
    }

    /**
     * A TCP endpoint.
     *
     * @param port 0 to 65535; 0 listens on any free port
     */
    static Tcp tcp(String host, int port) {
        return new Tcp(host, port);
    }

    /** A Unix domain socket; the path must be absolute and fit into a socket address (107 bytes). */
    static UnixSocket unix(Path path) {
        return new UnixSocket(path);
    }

    /** The same port on another host; a Unix socket has no host and stays what it is. */
    Endpoint withHost(String host);

    /** A fresh socket address; a host name is resolved here, on the calling thread. */
    SocketAddress address();

    /**
     * A TCP port of a host.
     *
     * @param host a name or a literal address; {@code 0.0.0.0} or {@code ::} to listen on all interfaces
     * @param port 0 to 65535; 0 listens on any free port
     */
    record Tcp(String host, int port) implements Endpoint {

        public Tcp {
            if (host.isBlank()) {
                throw new IllegalArgumentException("host: empty (expected: a host name or an IP address)");
            }
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
            }
        }

        @Override
        public Tcp withHost(String newHost) {
            return new Tcp(newHost, port);
        }

        /** The same host with another port. */
        public Tcp withPort(int newPort) {
            return new Tcp(host, newPort);
        }

        @Override
        public InetSocketAddress address() {
            return new InetSocketAddress(host, port);
        }

        /** {@code port:8001} on the loopback host, otherwise {@code host:8001}. */
        @Override
        public String toString() {
            if (host.equals(LOOPBACK)) {
                return EndpointSpelling.PORT + port;
            }
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /**
     * A Unix domain socket.
     *
     * @param path the socket file, absolute
     */
    record UnixSocket(Path path) implements Endpoint {

        /** The longest path, in bytes, that fits Linux's {@code sockaddr_un}. */
        private static final int MAX_PATH_BYTES = 107;

        public UnixSocket {
            if (!path.isAbsolute()) {
                throw new IllegalArgumentException(
                        "unix:" + path + " (expected: an absolute path, such as unix:/tmp/x.sock)");
            }
            int bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_PATH_BYTES) {
                throw new IllegalArgumentException("unix:" + path + " has a path of " + bytes
                        + " bytes (expected: at most " + MAX_PATH_BYTES + ", the limit of a socket address)");
            }
        }

        @Override
        public UnixSocket withHost(String host) {
            return this;
        }

        @Override
        public UnixDomainSocketAddress address() {
            return UnixDomainSocketAddress.of(path);
        }

        @Override
        public String toString() {
            return EndpointSpelling.UNIX + path;
        }
    }
}
