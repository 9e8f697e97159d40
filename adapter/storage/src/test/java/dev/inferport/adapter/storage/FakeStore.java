package dev.inferport.adapter.storage;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** An object store on a real socket that does what a test wants. A subclass speaks the protocol of one provider. */
public abstract class FakeStore implements AutoCloseable {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    static {
        // Its header and body are two packets; with Nagle's algorithm the second waits 40 ms for the first to be
        // confirmed.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final NavigableMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
    private final Map<String, Queue<Fault>> objectFaults = new ConcurrentHashMap<>();
    private final Queue<Fault> listingFaults = new ConcurrentLinkedQueue<>();
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private volatile Optional<ResettingProxy> proxy = Optional.empty();
    private volatile Optional<Fault> everyObject = Optional.empty();
    private volatile Optional<Fault> everyListing = Optional.empty();

    protected FakeStore() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** How to reach this store. */
    public abstract StorageConfig config();

    protected abstract void handle(HttpExchange exchange) throws IOException;

    protected abstract byte[] error(int status);

    public void put(String key, String content) {
        put(key, content.getBytes(StandardCharsets.UTF_8));
    }

    public void put(String key, byte[] content) {
        objects.put(key, content);
    }

    public void remove(String key) {
        objects.remove(key);
    }

    /** The next reads of an object go wrong, in this order. */
    public void onObject(String key, Fault... faults) {
        objectFaults.put(key, new ConcurrentLinkedQueue<>(List.of(faults)));
    }

    /** The next listings go wrong, in this order. */
    public void onListing(Fault... faults) {
        listingFaults.addAll(List.of(faults));
    }

    public void onEveryObject(Fault fault) {
        everyObject = Optional.of(fault);
    }

    public void onEveryListing(Fault fault) {
        everyListing = Optional.of(fault);
    }

    public void heal() {
        everyObject = Optional.empty();
        everyListing = Optional.empty();
        objectFaults.clear();
        listingFaults.clear();
    }

    /** One line for each request: {@code list} or {@code read}, the prefix or key, and the range. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    protected String base() {
        int port = server.getAddress().getPort();
        return "http://127.0.0.1:" + proxy.map(ResettingProxy::port).orElse(port);
    }

    /**
     * From now on {@link #config} leads through a proxy that resets a connection after so many bytes of answers, once.
     */
    public void resetConnectionAfter(int bytes) {
        proxy = Optional.of(new ResettingProxy(server.getAddress().getPort(), bytes));
    }

    public boolean hasResetConnection() {
        return proxy.map(ResettingProxy::hasReset).orElse(false);
    }

    protected List<Map.Entry<String, byte[]>> matching(String prefix, Predicate<String> after) {
        return objects.tailMap(prefix, true).entrySet().stream()
                .takeWhile(entry -> entry.getKey().startsWith(prefix))
                .filter(entry -> after.test(entry.getKey()))
                .toList();
    }

    /** Answers a listing, unless a fault is due. */
    protected void sendListing(HttpExchange exchange, String prefix, byte[] page) throws IOException {
        requests.add("list " + prefix);
        var fault = Optional.ofNullable(listingFaults.poll()).or(() -> everyListing);
        if (fault.isPresent()) {
            fault.get().answer(this, exchange, page);
        } else {
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
        }
    }

    /** Answers a read with regard to {@code Range} and {@code If-Match}, unless a fault is due. */
    protected void sendObject(HttpExchange exchange, String key) throws IOException {
        var range = exchange.getRequestHeaders().getFirst("Range");
        requests.add("read " + key + (range == null ? "" : " " + range));
        var body = objects.get(key);
        var queue = objectFaults.getOrDefault(key, new ArrayDeque<>());
        var fault = Optional.ofNullable(queue.poll()).or(() -> everyObject);
        if (body == null) {
            sendError(exchange, 404);
        } else if (fault.isPresent()) {
            fault.get().answer(this, exchange, body);
        } else {
            sendBody(exchange, body, range);
        }
    }

    void sendError(HttpExchange exchange, int status) throws IOException {
        var text = error(status);
        exchange.sendResponseHeaders(status, text.length == 0 ? -1 : text.length);
        exchange.getResponseBody().write(text);
    }

    private void sendBody(HttpExchange exchange, byte[] body, String range) throws IOException {
        var wanted = exchange.getRequestHeaders().getFirst("If-Match");
        if (wanted != null && !wanted.equals(tag(body))) {
            sendError(exchange, 412);
            return;
        }
        exchange.getResponseHeaders().set("ETag", tag(body));
        var matcher = RANGE.matcher(range == null ? "" : range);
        boolean isPart = matcher.matches();
        int start = isPart ? Integer.parseInt(matcher.group(1)) : 0;
        int end = isPart && !matcher.group(2).isEmpty() ? Integer.parseInt(matcher.group(2)) + 1 : body.length;
        if (isPart) {
            exchange.getResponseHeaders().set("Content-Range", "bytes " + start + "-" + (end - 1) + "/" + body.length);
        }
        var part = Arrays.copyOfRange(body, start, end);
        exchange.sendResponseHeaders(isPart ? 206 : 200, part.length == 0 ? -1 : part.length);
        exchange.getResponseBody().write(part);
    }

    public static String tag(byte[] body) {
        var meter = ChecksumMeter.of(Checksum.Algorithm.MD5);
        meter.add(body, body.length);
        return "\"" + meter.hex() + "\"";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            handle(exchange);
        }
    }

    @Override
    public void close() {
        proxy.ifPresent(ResettingProxy::close);
        server.stop(0);
        threads.shutdownNow();
    }
}
