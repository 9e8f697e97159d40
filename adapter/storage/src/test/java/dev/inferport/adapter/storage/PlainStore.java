package dev.inferport.adapter.storage;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store with the simplest protocol that can have every fault: lines of encoded key, size and tag. */
final class PlainStore extends FakeStore {

    private static final int PAGE = 100;

    @Override
    public StorageConfig config() {
        return StorageConfig.of("plain", Map.of("url", base()));
    }

    @Override
    protected void handle(HttpExchange exchange) throws IOException {
        var query = exchange.getRequestURI().getRawQuery();
        if (query == null) {
            sendObject(exchange, decoded(exchange.getRequestURI().getRawPath().substring(1)));
            return;
        }
        var parts = List.of(query.split("&", -1));
        var prefix = decoded(parts.get(0));
        var after = decoded(parts.get(1));
        var rest = matching(prefix, key -> key.compareTo(after) > 0 || after.isEmpty());
        var lines = new StringBuilder(rest.size() > PAGE ? "more\n" : "last\n");
        for (var object : rest.subList(0, Math.min(PAGE, rest.size()))) {
            lines.append(encoded(object.getKey()))
                    .append(' ')
                    .append(object.getValue().length)
                    .append(' ')
                    .append(tag(object.getValue()))
                    .append('\n');
        }
        sendListing(exchange, prefix, lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    protected byte[] error(int status) {
        return "no".getBytes(StandardCharsets.UTF_8);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Found by the service loader. */
    public static final class Provider implements StorageProvider {

        @Override
        public String type() {
            return "plain";
        }

        @Override
        public Storage open(StorageConfig config, StorageEnvironment environment) throws LoadException {
            return new Client(config.required("url"), new HttpTransport(environment.timeouts()));
        }
    }

    private record Client(String url, HttpTransport transport) implements ObjectStore {

        @Override
        public String location() {
            return "the plain store";
        }

        @Override
        public ObjectPage list(String prefix, Optional<String> pageToken, Cancellation cancellation)
                throws LoadException {
            var uri = URI.create(url + "/?" + encoded(prefix) + "&" + encoded(pageToken.orElse("")));
            try (var reply = successful(transport.get(uri, Map.of(), cancellation))) {
                var lines = new String(reply.body().readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
                var objects = new ArrayList<StoredObject>();
                for (var line : lines.subList(1, lines.size())) {
                    var parts = List.of(line.split(" ", -1));
                    objects.add(new StoredObject(
                            decoded(parts.get(0)), Long.parseLong(parts.get(1)), Optional.of(parts.get(2))));
                }
                var more = lines.get(0).equals("more");
                return new ObjectPage(
                        objects,
                        more ? Optional.of(objects.get(objects.size() - 1).key()) : Optional.empty());
            } catch (IOException | IndexOutOfBoundsException e) {
                cancellation.throwIfCancelled();
                throw new LoadException(LoadException.Reason.UNAVAILABLE, "The listing broke off.", e);
            }
        }

        @Override
        public ObjectBody open(StoredObject object, ByteRange range, Cancellation cancellation) throws LoadException {
            var uri = URI.create(url + "/" + encoded(object.key()));
            var tag = object.validator().orElseThrow();
            var headers = new HashMap<>(Map.of("If-Match", tag));
            range.header().ifPresent(value -> headers.put("Range", value));
            var reply = successful(transport.get(uri, headers, cancellation));
            var checksum = reply.header("ETag")
                    .map(text -> new Checksum(Checksum.Algorithm.MD5, text.substring(1, text.length() - 1)));
            return new ObjectBody(reply.body(), reply.status() == 206 ? range.start() : 0, checksum);
        }

        @Override
        public boolean answersRanges() {
            return true;
        }

        private static HttpReply successful(HttpReply reply) throws LoadException {
            if (reply.status() < 300) {
                return reply;
            }
            try (reply) {
                throw new LoadException(HttpStatuses.reason(reply.status()), "The store said " + reply.status() + ".")
                        .after(reply.retryAfter());
            }
        }
    }
}
