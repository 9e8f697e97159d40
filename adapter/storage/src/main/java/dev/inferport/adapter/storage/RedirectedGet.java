package dev.inferport.adapter.storage;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * Follows redirects. What proves who we are goes only to the host that was configured: once a redirect leaves it, the
 * rest of the way is that of a stranger. Thread-safe.
 */
final class RedirectedGet implements HttpGet {

    private static final int MOST_HOPS = 5;

    private final HttpGet own;
    private final HttpGet stranger;
    private final Map<String, String> secrets;

    /**
     * A way to one host and away from it.
     *
     * @param own to the configured host
     * @param stranger to all others
     * @param secrets headers for the configured host
     */
    RedirectedGet(HttpGet own, HttpGet stranger, Map<String, String> secrets) {
        this.own = own;
        this.stranger = stranger;
        this.secrets = Map.copyOf(secrets);
    }

    @Override
    public HttpReply get(URI uri, Map<String, String> headers, Cancellation cancellation) throws LoadException {
        var place = uri;
        boolean atHome = true;
        for (int hop = 0; hop <= MOST_HOPS; hop++) {
            var reply = atHome ? home(place, headers, cancellation) : stranger.get(place, headers, cancellation);
            var location = reply.header("Location");
            if (!isRedirect(reply.status()) || location.isEmpty()) {
                return reply;
            }
            reply.close();
            var next = next(place, location.get());
            atHome = atHome && isSameHost(place, next);
            place = next;
        }
        throw new LoadException(
                Reason.FAILED_PRECONDITION,
                uri.getHost() + " redirects more than " + MOST_HOPS + " times; correct the url of the storage.");
    }

    private HttpReply home(URI place, Map<String, String> headers, Cancellation cancellation) throws LoadException {
        var all = new HashMap<>(secrets);
        all.putAll(headers);
        return own.get(place, all, cancellation);
    }

    private static boolean isRedirect(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    private static URI next(URI place, String location) throws LoadException {
        try {
            var next = place.resolve(location);
            var scheme = String.valueOf(next.getScheme());
            var secure = scheme.equalsIgnoreCase("https");
            if (next.getHost() != null && (secure || (scheme.equalsIgnoreCase("http") && !isSecure(place)))) {
                return next;
            }
        } catch (IllegalArgumentException e) {
            throw refused(place);
        }
        throw refused(place);
    }

    /** The same server, or the same name with encryption from now on. */
    private static boolean isSameHost(URI from, URI to) {
        var upgraded = !isSecure(from) && isSecure(to) && port(from) == 80 && port(to) == 443;
        var same = isSecure(from) == isSecure(to) && port(from) == port(to);
        return from.getHost().equalsIgnoreCase(to.getHost()) && (same || upgraded);
    }

    private static boolean isSecure(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : isSecure(uri) ? 443 : 80;
    }

    /** Without quoting the place it points to, which may be signed. */
    private static LoadException refused(URI place) {
        return new LoadException(
                Reason.FAILED_PRECONDITION,
                place.getHost() + " redirects to a place that is refused; expected is http:// or https://, and https://"
                        + " only if it was that before.");
    }
}
