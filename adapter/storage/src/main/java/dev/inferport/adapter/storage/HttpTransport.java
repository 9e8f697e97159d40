package dev.inferport.adapter.storage;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;

/**
 * HTTP/1.1 for storage providers. Thread-safe; connections are kept alive and shared by the platform, separately for
 * each trust.
 *
 * <p>Built on {@link HttpURLConnection} because it costs the sidecar a fraction of the memory of any other client.
 * Redirects are not followed: a signed or secret header must not travel to another host.
 */
public final class HttpTransport implements HttpGet {

    private final HttpTimeouts timeouts;
    private final Optional<SSLSocketFactory> trust;
    private final HttpProxies proxies;

    /** A direct transport with the platform's trust. */
    public HttpTransport(HttpTimeouts timeouts) {
        this(timeouts, Optional.empty(), HttpProxies.none());
    }

    /**
     * A transport with its own trust and proxies.
     *
     * @param timeouts of each exchange
     * @param trust for HTTPS; empty means the platform's
     */
    HttpTransport(HttpTimeouts timeouts, Optional<SSLSocketFactory> trust, HttpProxies proxies) {
        this.timeouts = timeouts;
        this.trust = trust;
        this.proxies = proxies;
    }

    /** The same way with the platform's trust. */
    public HttpTransport withoutTrust() {
        return new HttpTransport(timeouts, Optional.empty(), proxies);
    }

    /**
     * Sends a GET and waits for the header of the response, whatever its status.
     *
     * @param uri used as it is, so that what was signed is what is sent
     * @return to be closed by the caller
     * @throws LoadException UNAVAILABLE if there is no response, FAILED_PRECONDITION if the server is not trusted
     */
    @Override
    public HttpReply get(URI uri, Map<String, String> headers, Cancellation cancellation) throws LoadException {
        return exchange("GET", uri, headers, Optional.empty(), cancellation);
    }

    /**
     * Sends a PUT without a body, as metadata services want it, and waits for the header of the response.
     *
     * @return to be closed by the caller
     * @throws LoadException as for {@link #get}
     */
    public HttpReply put(URI uri, Map<String, String> headers, Cancellation cancellation) throws LoadException {
        return exchange("PUT", uri, headers, Optional.of(new byte[0]), cancellation);
    }

    /**
     * Posts a form, as token endpoints want it, and waits for the header of the response, whatever its status.
     *
     * @param form not encoded; sent in its order
     * @return to be closed by the caller
     * @throws LoadException as for {@link #get}
     */
    public HttpReply post(URI uri, Map<String, String> form, Cancellation cancellation) throws LoadException {
        var body = UriEncoding.query(form).getBytes(StandardCharsets.US_ASCII);
        var headers = Map.of("Content-Type", "application/x-www-form-urlencoded");
        return exchange("POST", uri, headers, Optional.of(body), cancellation);
    }

    private HttpReply exchange(
            String method, URI uri, Map<String, String> headers, Optional<byte[]> body, Cancellation cancellation)
            throws LoadException {
        cancellation.throwIfCancelled();
        try {
            var connection = connection(uri);
            connection.setRequestMethod(method);
            setHeaders(connection, uri, headers);
            var wake = new HeaderWait(connection);
            var registration = cancellation.onCancel(wake::giveUp);
            try {
                if (body.isPresent()) {
                    send(connection, body.get());
                }
                return HttpReply.of(connection, timeouts.stall(), cancellation);
            } finally {
                wake.over();
                registration.close();
            }
        } catch (IOException e) {
            cancellation.throwIfCancelled();
            throw failure(uri, e);
        }
    }

    /** What the platform says of a header that it refuses quotes the value, which may be a credential. */
    private static void setHeaders(HttpURLConnection connection, URI uri, Map<String, String> headers)
            throws LoadException {
        for (var header : headers.entrySet()) {
            try {
                connection.setRequestProperty(header.getKey(), header.getValue());
            } catch (IllegalArgumentException e) {
                throw new LoadException(
                        Reason.INVALID_ARGUMENT,
                        "The header '" + header.getKey() + "' for " + server(uri)
                                + " would have a line break; remove it from the credentials or headers of the storage.");
            }
        }
    }

    private static void send(HttpURLConnection connection, byte[] body) throws IOException {
        connection.setDoOutput(true);
        try (var out = connection.getOutputStream()) {
            out.write(body);
        }
    }

    private HttpURLConnection connection(URI uri) throws IOException {
        if (!(uri.toURL().openConnection(proxies.of(uri)) instanceof HttpURLConnection connection)) {
            throw new IOException("'" + uri.getScheme() + "' is not HTTP");
        }
        if (connection instanceof HttpsURLConnection https && trust.isPresent()) {
            https.setSSLSocketFactory(trust.get());
        }
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout(Math.toIntExact(timeouts.connect().toMillis()));
        connection.setReadTimeout(Math.toIntExact(timeouts.response().toMillis()));
        return connection;
    }

    private static LoadException failure(URI uri, IOException e) {
        var server = server(uri);
        if (e instanceof SSLException && TlsTrust.isDistrust(e)) {
            return new LoadException(
                    Reason.FAILED_PRECONDITION,
                    "The certificate of " + server
                            + " is not trusted; give its issuer as 'certificate' of the storage.",
                    e);
        }
        return new LoadException(
                Reason.UNAVAILABLE,
                "There is no response from " + server + " (" + e.getClass().getSimpleName() + ": " + e.getMessage()
                        + "); check the endpoint and the network.",
                e);
    }

    /** Whether a request failed because nothing is there to answer, which no repetition will change. */
    public static boolean isNobodyThere(LoadException failure) {
        var cause = failure.getCause();
        return cause instanceof ConnectException
                || cause instanceof NoRouteToHostException
                || cause instanceof UnknownHostException
                || (cause instanceof SocketTimeoutException
                        && String.valueOf(cause.getMessage()).regionMatches(true, 0, "connect", 0, 7));
    }

    private static String server(URI uri) {
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    /**
     * Lets a cancel wake the thread that waits for a header. Only then does {@code disconnect} return at once; while a
     * body is being read it would block the thread that cancels until the server sends something.
     */
    private static final class HeaderWait {

        private final HttpURLConnection connection;

        /** Guarded by this. */
        private boolean waiting = true;

        HeaderWait(HttpURLConnection connection) {
            this.connection = connection;
        }

        synchronized void giveUp() {
            if (waiting) {
                connection.disconnect();
            }
        }

        synchronized void over() {
            waiting = false;
        }
    }
}
