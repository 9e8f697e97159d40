package dev.inferport.stores;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A store on the loopback interface that shows the files of a folder to whoever has its credentials. Thread-safe. */
public abstract sealed class StoreServer implements AutoCloseable permits GcsServer, AzureServer, WebServer {

    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final StoreFolder folder;

    StoreServer(Path folder, int port) throws IOException {
        this.folder = new StoreFolder(folder);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
    }

    /**
     * Starts a store.
     *
     * @param kind {@code gcs}, {@code azure} or {@code http}
     * @param folder whose files it shows
     * @param port 0 means any
     */
    public static StoreServer start(String kind, Path folder, int port) throws IOException {
        var store =
                switch (kind) {
                    case "gcs" -> new GcsServer(folder, port);
                    case "azure" -> new AzureServer(folder, port);
                    case "http" -> new WebServer(folder, port);
                    default -> throw new IllegalArgumentException("kind: " + kind + " (expected: gcs, azure or http)");
                };
        store.server.start();
        return store;
    }

    /** The entry of a storage configuration with which the adapter reads this store. */
    public abstract ObjectNode entry();

    /** What an entry must keep to itself. */
    public abstract String secret();

    abstract void answer(Call call) throws IOException;

    StoreFolder folder() {
        return folder;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            answer(new Call(exchange));
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
