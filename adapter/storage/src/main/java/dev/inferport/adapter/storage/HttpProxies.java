package dev.inferport.adapter.storage;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which proxy leads to which store: {@code HTTP_PROXY} and {@code HTTPS_PROXY}, by the scheme of the store, but not for
 * this machine and what {@code NO_PROXY} lists. Each name may be in lower case. Immutable.
 */
public final class HttpProxies {

    private static final Logger log = LoggerFactory.getLogger(HttpProxies.class);
    private static final Pattern COMMA = Pattern.compile(",");

    /** Of a rule: host and port. More colons are an IPv6 address, which has a port only behind its bracket. */
    private static final Pattern PORT = Pattern.compile("([^:]*|\\[.*]):(\\d{1,5})");

    private static final int DEFAULT_PORT = 80;

    private final Optional<Proxy> http;
    private final Optional<Proxy> https;
    private final List<String> direct;

    private HttpProxies(Optional<Proxy> http, Optional<Proxy> https, List<String> direct) {
        this.http = http;
        this.https = https;
        this.direct = List.copyOf(direct);
    }

    /** No proxy for anyone. */
    public static HttpProxies none() {
        return new HttpProxies(Optional.empty(), Optional.empty(), List.of());
    }

    /** What the variables of a process say. A proxy that can't be used is logged and left out. */
    public static HttpProxies of(Map<String, String> environment) {
        var direct = COMMA.splitAsStream(text(environment, "NO_PROXY").orElse(""))
                .map(host -> host.strip().toLowerCase(Locale.ROOT))
                .filter(host -> !host.isEmpty())
                .toList();
        return new HttpProxies(proxy(environment, "HTTP_PROXY"), proxy(environment, "HTTPS_PROXY"), direct);
    }

    Proxy of(URI uri) {
        var proxy = "https".equalsIgnoreCase(uri.getScheme()) ? https : http;
        var host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
        return proxy.isEmpty() || isHere(host) || direct.stream().anyMatch(rule -> matches(rule, host, port(uri)))
                ? Proxy.NO_PROXY
                : proxy.get();
    }

    private static boolean isHere(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    private static int port(URI uri) {
        int standard = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        return uri.getPort() < 0 ? standard : uri.getPort();
    }

    /** A rule may end with the one port that it is for. */
    private static boolean matches(String rule, String host, int port) {
        var parts = PORT.matcher(rule);
        return parts.matches()
                ? parts.group(2).equals(Integer.toString(port)) && matches(parts.group(1), host)
                : matches(rule, host);
    }

    /** A name stands for everything below it too; {@code *} for everything; a network for its addresses. */
    private static boolean matches(String rule, String host) {
        var name = rule.startsWith("*.") ? rule.substring(1) : rule;
        var suffix = name.startsWith(".") ? name : "." + name;
        return rule.equals("*")
                || host.equals(rule)
                || host.endsWith(suffix)
                || Network.of(rule).contains(host);
    }

    private static Optional<Proxy> proxy(Map<String, String> environment, String name) {
        var text = text(environment, name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            var uri = new URI(text.get().contains("://") ? text.get() : "http://" + text.get());
            if ("http".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null && uri.getRawUserInfo() == null) {
                int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
                return Optional.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), port)));
            }
        } catch (URISyntaxException e) {
            // Said below, and without quoting it: it may have a password.
        }
        log.warn("event=proxy_not_usable variable={} expected=\"http://host:port, without user\"", name);
        return Optional.empty();
    }

    private static Optional<String> text(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .or(() -> Optional.ofNullable(environment.get(name.toLowerCase(Locale.ROOT))))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    /** Addresses of IPv4 that begin alike; none if the text is something else. */
    private record Network(long start, int bits) {

        private static final Pattern ADDRESS = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
        private static final Pattern NETWORK = Pattern.compile(ADDRESS.pattern() + "/(\\d|[12]\\d|3[0-2])");

        static Network of(String text) {
            return NETWORK.matcher(text).matches()
                    ? new Network(
                            number(text.substring(0, text.indexOf('/'))),
                            Integer.parseInt(text.substring(text.indexOf('/') + 1)))
                    : new Network(-1, 0);
        }

        boolean contains(String host) {
            int rest = Integer.SIZE - bits;
            return start >= 0 && ADDRESS.matcher(host).matches() && number(host) >> rest == start >> rest;
        }

        private static long number(String address) {
            long number = 0;
            for (var part : List.of(address.split("\\.", -1))) {
                number = number << 8 | Long.parseLong(part);
            }
            return number;
        }
    }
}
