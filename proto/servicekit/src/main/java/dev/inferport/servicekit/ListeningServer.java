package dev.inferport.servicekit;

import io.grpc.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gRPC server that is listening. Safe for use by several threads. */
public final class ListeningServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ListeningServer.class);

    private static final Duration KILL_WAIT = Duration.ofSeconds(5);

    private final Server server;
    private final Endpoint endpoint;
    private final @Nullable SocketFile file;

    ListeningServer(Server server, Endpoint configured, @Nullable SocketFile file) {
        this.server = server;
        this.endpoint = configured instanceof Endpoint.Tcp tcp ? tcp.withPort(server.getPort()) : configured;
        this.file = file;
    }

    /** Where the server listens; a configured port 0 is replaced by the real one. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** The port, or -1 for a Unix socket. */
    public int port() {
        return server.getPort();
    }

    /** gRPC's own view of the server. */
    public Server grpc() {
        return server;
    }

    /**
     * Stops to accept calls, lets those in flight finish within the budget, cancels the rest, and removes the socket
     * file. Returns when the last call ended. Calling it again is harmless.
     */
    public void stop(Duration budget) {
        server.shutdown();
        try {
            if (!server.awaitTermination(budget.toNanos(), TimeUnit.NANOSECONDS)) {
                log.warn(
                        "event=calls_cancelled endpoint={} reason=\"stop budget of {} ms used up\"",
                        endpoint,
                        budget.toMillis());
                server.shutdownNow();
                server.awaitTermination(KILL_WAIT.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        } finally {
            removeSocketFile();
        }
    }

    /** Cancels what is in flight and stops. */
    @Override
    public void close() {
        server.shutdownNow();
        stop(KILL_WAIT);
    }

    private void removeSocketFile() {
        if (file == null) {
            return;
        }
        try {
            file.delete();
        } catch (IOException e) {
            log.warn("event=socket_file_left endpoint={} reason=\"{}\"", endpoint, e.toString());
        }
    }
}
