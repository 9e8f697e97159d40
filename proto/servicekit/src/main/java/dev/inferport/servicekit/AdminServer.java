package dev.inferport.servicekit;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A small HTTP server for operators and probes, apart from the data plane: {@code /live}, {@code /ready} and whatever
 * routes are added, such as {@code /metrics} and {@code /loglevel}. It has two threads of its own, so that a slow
 * scrape doesn't hold up a probe. Paths match exactly.
 */
public final class AdminServer implements AutoCloseable {

    private static final int THREADS = 2;
    private static final int BACKLOG = 50;
    private static final long CLOSE_SECONDS = 5;

    private final HttpServer http;
    private final ExecutorService executor;
    private final Endpoint.Tcp endpoint;

    private AdminServer(HttpServer http, ExecutorService executor, Endpoint.Tcp endpoint) {
        this.http = http;
        this.executor = executor;
        this.endpoint = endpoint;
    }

    /** Starts to describe a server; port 0 takes any free port. */
    public static Builder builder(Endpoint.Tcp endpoint) {
        return new Builder(endpoint);
    }

    /** Where the server listens; a configured port 0 is replaced by the real one. */
    public Endpoint.Tcp endpoint() {
        return endpoint;
    }

    /** Closes all connections and ends the threads. */
    @Override
    public void close() {
        http.stop(0);
        executor.shutdownNow();
        try {
            executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Describes one server. Not safe for use by several threads. */
    public static final class Builder {

        private final Endpoint.Tcp endpoint;
        private final Map<String, HttpHandler> routes = new TreeMap<>();
        private @Nullable Tls tls;

        private Builder(Endpoint.Tcp endpoint) {
            this.endpoint = endpoint;
            live(() -> true);
            ready(() -> Readiness.READY);
        }

        /** {@code /live}: 200 while true, otherwise 503; always true unless set. */
        public Builder live(BooleanSupplier live) {
            return probe(
                    "/live", () -> live.getAsBoolean() ? new Readiness(true, "live") : Readiness.notReady("not live"));
        }

        /** {@code /ready}: 200 or 503, with the reason as its text; always ready unless set. */
        public Builder ready(Supplier<Readiness> readiness) {
            return probe("/ready", readiness);
        }

        /**
         * {@code /loglevel}: GET shows the levels; PUT or POST of {@code logger=LEVEL}, or of a bare level, sets one.
         */
        public Builder logLevels(LogLevels levels) {
            routes.put("/loglevel", new LogLevelRoute(levels));
            return this;
        }

        /** A GET route with computed text, such as {@code /metrics}; the supplier runs on a thread of this server. */
        public Builder text(String path, String contentType, Supplier<String> text) {
            routes.put(path, exchange -> {
                if (AdminReply.allowed(exchange, "GET", "HEAD")) {
                    AdminReply.send(exchange, 200, contentType, text.get());
                }
            });
            return this;
        }

        /** A route of any kind; the handler runs on a thread of this server and closes the exchange. */
        public Builder route(String path, HttpHandler handler) {
            routes.put(path, handler);
            return this;
        }

        /** Speaks HTTPS; plain HTTP unless set. */
        public Builder tls(Tls value) {
            this.tls = value;
            return this;
        }

        /**
         * Opens the port and serves.
         *
         * @throws CannotListenException if the port is in use, or can't be opened
         */
        public AdminServer start() throws CannotListenException {
            HttpServer http = bind();
            ExecutorService executor = Executors.newFixedThreadPool(THREADS, daemons());
            http.setExecutor(executor);
            http.createContext("/", new AdminRoutes(routes));
            http.start();
            return new AdminServer(
                    http, executor, endpoint.withPort(http.getAddress().getPort()));
        }

        private Builder probe(String path, Supplier<Readiness> probe) {
            routes.put(path, exchange -> {
                if (AdminReply.allowed(exchange, "GET", "HEAD")) {
                    Readiness readiness = probe.get();
                    AdminReply.text(exchange, readiness.ready() ? 200 : 503, readiness.reason() + "\n");
                }
            });
            return this;
        }

        private HttpServer bind() throws CannotListenException {
            InetSocketAddress address = endpoint.address();
            Tls secured = tls;
            try {
                if (secured == null) {
                    return HttpServer.create(address, BACKLOG);
                }
                HttpsServer https = HttpsServer.create(address, BACKLOG);
                https.setHttpsConfigurator(new AdminTls(secured));
                return https;
            } catch (BindException e) {
                throw CannotListenException.bind(endpoint, e);
            } catch (IOException | UnresolvedAddressException e) {
                throw CannotListenException.other(endpoint, e);
            }
        }

        private static ThreadFactory daemons() {
            var count = new AtomicInteger();
            return task -> {
                var thread = new Thread(task, "admin-" + count.incrementAndGet());
                thread.setDaemon(true);
                return thread;
            };
        }
    }
}
