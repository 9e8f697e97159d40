package dev.inferport.adapter.storage;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;

/**
 * Storages of type {@code http}: single files at {@code url}, to whose path the path of the model is appended; a query
 * of the {@code url}, such as a signature, stays behind it. {@code headers} are sent with each request, a list of
 * values as one line with commas; {@code certificate} replaces the platform's authorities, and
 * {@code client_certificate} with {@code client_key} shows who we are (all three as PEM text).
 *
 * <p>Redirects are followed, but headers and client certificate stay with the host of the {@code url}, and nothing goes
 * from https back to http. Where the model is a folder, {@code unpack} makes one of an archive.
 */
public final class HttpProvider implements StorageProvider {

    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]*");

    /** For {@link java.util.ServiceLoader}. */
    public HttpProvider() {}

    @Override
    public String type() {
        return "http";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("https");
    }

    @Override
    public Storage open(StorageConfig config, StorageEnvironment environment) throws LoadException {
        var base = base(config.required("url"));
        var stranger = environment.transport(TlsTrust.of(config));
        var identity = identity(config);
        var own = identity.isEmpty() ? stranger : environment.transport(identity);
        return new HttpFiles(base, new RedirectedGet(own, stranger, headers(config)));
    }

    private static Optional<SSLSocketFactory> identity(StorageConfig config) throws LoadException {
        var certificate = config.text("client_certificate");
        var key = config.text("client_key");
        if (certificate.isPresent() != key.isPresent()) {
            throw invalid("has only one of client_certificate and client_key; give both or neither.");
        }
        return certificate.isPresent()
                ? Optional.of(TlsTrust.of(config.text("certificate"), certificate.get(), key.orElseThrow()))
                : Optional.empty();
    }

    private static Map<String, String> headers(StorageConfig config) throws LoadException {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        for (var header : config.textLists("headers").entrySet()) {
            var value = String.join(", ", header.getValue()).strip();
            if (!HEADER_NAME.matcher(header.getKey()).matches()
                    || !HEADER_VALUE.matcher(value).matches()) {
                throw invalid("has headers that HTTP does not allow; correct their names, and remove line breaks.");
            }
            headers.put(header.getKey(), value);
        }
        return headers;
    }

    private static URI base(String url) throws LoadException {
        try {
            var uri = new URI(url.strip());
            var http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getHost() != null && uri.getRawUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw notAUrl();
        }
        throw notAUrl();
    }

    /** Without quoting it: people put passwords into URLs. */
    private static LoadException notAUrl() {
        return invalid("has no usable url; expected is http:// or https:// and a host, without user and password, which"
                + " belong into an Authorization header.");
    }

    private static LoadException invalid(String what) {
        return new LoadException(Reason.INVALID_ARGUMENT, "The http storage " + what);
    }
}
