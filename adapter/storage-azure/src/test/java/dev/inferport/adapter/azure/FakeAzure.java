package dev.inferport.adapter.azure;

import com.sun.net.httpserver.HttpExchange;
import dev.inferport.adapter.storage.FakeStore;
import dev.inferport.adapter.storage.StorageConfig;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Azure Blob Storage as far as a pull needs it, with pages of 100 blobs, the token endpoint and the metadata service.
 * Everything but a public container wants the signature of the account, a shared access signature, or a token.
 */
final class FakeAzure extends FakeStore {

    static final String ACCOUNT = "account";
    static final String KEY = Base64.getEncoder().encodeToString("a-secret-key".getBytes(StandardCharsets.UTF_8));
    static final String SAS = "sv=2021-04-10&sig=a%2Fsecret%3D";

    private static final int PAGE = 100;
    private static final String CONTAINER = "/account/container";
    private static final Map<Integer, String> CODES =
            Map.of(403, "AuthenticationFailed", 404, "BlobNotFound", 412, "ConditionNotMet", 500, "InternalError");

    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final AtomicInteger tokensGiven = new AtomicInteger();
    volatile boolean isPublic;
    volatile boolean isOverloaded;
    volatile Map<String, String> lastForm = Map.of();

    @Override
    public StorageConfig config() {
        return StorageConfig.of("azure", Map.of("container", "container", "connection_string", connectionString()));
    }

    String connectionString() {
        return "DefaultEndpointsProtocol=http;AccountName=" + ACCOUNT + ";AccountKey=" + KEY + ";BlobEndpoint="
                + endpoint() + ";";
    }

    /** With the account in the path, as emulators have it. */
    String endpoint() {
        return base() + "/account";
    }

    AzureEnvironment pod(Optional<Path> federatedToken) {
        return new AzureEnvironment(
                URI.create(base()),
                URI.create(base()),
                Optional.of("pod-client"),
                Optional.of("pod-tenant"),
                federatedToken);
    }

    int tokensGiven() {
        return tokensGiven.get();
    }

    void revokeTokens() {
        tokens.clear();
    }

    @Override
    protected void handle(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getRawPath();
        if (path.endsWith("/oauth2/v2.0/token")) {
            lastForm = parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII));
            sendToken(exchange, !lastForm.containsValue("a-wrong-secret"));
        } else if (isOverloaded && path.startsWith("/metadata/")) {
            exchange.sendResponseHeaders(503, -1);
        } else if (path.equals("/metadata/identity/oauth2/token")) {
            sendToken(exchange, "true".equals(exchange.getRequestHeaders().getFirst("Metadata")));
        } else if (!mayRead(exchange)) {
            exchange.getResponseHeaders().set("x-ms-error-code", "AuthenticationFailed");
            exchange.sendResponseHeaders(isBearer(exchange) ? 401 : 403, -1);
        } else if (path.equals(CONTAINER)) {
            var query = parameters(exchange.getRequestURI().getRawQuery());
            var prefix = query.getOrDefault("prefix", "");
            var page = page(prefix, query.getOrDefault("marker", ""));
            sendListing(exchange, prefix, page.getBytes(StandardCharsets.UTF_8));
        } else {
            read(exchange, decoded(path.substring(CONTAINER.length() + 1)));
        }
    }

    private boolean mayRead(HttpExchange exchange) {
        var authorization = exchange.getRequestHeaders().getFirst("Authorization");
        var query = String.valueOf(exchange.getRequestURI().getRawQuery());
        return isPublic
                || query.endsWith(SAS)
                || (authorization != null
                        && exchange.getRequestHeaders().getFirst("x-ms-version") != null
                        && (tokens.contains(authorization)
                                || authorization.equals("SharedKey " + ACCOUNT + ":" + signature(exchange))));
    }

    private static boolean isBearer(HttpExchange exchange) {
        return String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                .startsWith("Bearer ");
    }

    /** Spelled out line by line, as the reference has it, from what arrived. */
    private static String signature(HttpExchange exchange) {
        var headers = exchange.getRequestHeaders();
        var text = new StringBuilder(exchange.getRequestMethod()).append('\n');
        for (var name : new String[] {
            "Content-Encoding",
            "Content-Language",
            "Content-Length",
            "Content-MD5",
            "Content-Type",
            "Date",
            "If-Modified-Since",
            "If-Match",
            "If-None-Match",
            "If-Unmodified-Since",
            "Range"
        }) {
            text.append(headers.getOrDefault(name, List.of("")).get(0)).append('\n');
        }
        text.append("x-ms-date:").append(headers.getFirst("x-ms-date")).append('\n');
        text.append("x-ms-version:").append(headers.getFirst("x-ms-version")).append('\n');
        text.append('/').append(ACCOUNT).append(exchange.getRequestURI().getRawPath());
        var query = exchange.getRequestURI().getRawQuery();
        new TreeMap<>(query == null ? Map.<String, String>of() : parameters(query))
                .forEach((name, value) ->
                        text.append('\n').append(name).append(':').append(value));
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(KEY), "HmacSHA256"));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void sendToken(HttpExchange exchange, boolean granted) throws IOException {
        var token = "token-" + tokensGiven.incrementAndGet();
        tokens.add("Bearer " + token);
        var answer = granted
                ? "{\"access_token\": \"" + token + "\", \"expires_in\": \"3600\", \"token_type\": \"Bearer\"}"
                : "{\"error\": \"invalid_client\", \"error_description\": \"hidden\"}";
        exchange.sendResponseHeaders(granted ? 200 : 401, answer.length());
        exchange.getResponseBody().write(answer.getBytes(StandardCharsets.US_ASCII));
    }

    private String page(String prefix, String after) {
        var rest = matching(prefix, key -> after.isEmpty() || key.compareTo(after) > 0);
        var page = rest.subList(0, Math.min(PAGE, rest.size()));
        var xml = new StringBuilder("\uFEFF<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults>");
        xml.append("<Prefix>x</Prefix><Blobs>");
        for (var blob : page) {
            xml.append("<Blob><Name Encoded=\"true\">")
                    .append(URLEncoder.encode(blob.getKey(), StandardCharsets.UTF_8)
                            .replace("+", "%20"))
                    .append("</Name><Properties><Content-Length>")
                    .append(blob.getValue().length)
                    .append("</Content-Length><Etag>")
                    .append(tag(blob.getValue()).replace("\"", ""))
                    .append("</Etag><ResourceType>file</ResourceType></Properties><OrMetadata/></Blob>");
        }
        xml.append("<Blob><Name>").append("folder</Name><Properties><Content-Length>0</Content-Length>");
        xml.append("<ResourceType>directory</ResourceType></Properties></Blob></Blobs><NextMarker>");
        if (page.size() < rest.size()) {
            xml.append(page.get(page.size() - 1).getKey());
        }
        return xml.append("</NextMarker></EnumerationResults>").toString();
    }

    private void read(HttpExchange exchange, String key) throws IOException {
        var found = matching(key, key::equals);
        if (!found.isEmpty()) {
            var md5 = HexFormat.of().parseHex(tag(found.get(0).getValue()).replace("\"", ""));
            var header = exchange.getRequestHeaders().containsKey("Range") ? "x-ms-blob-content-md5" : "Content-MD5";
            exchange.getResponseHeaders().set(header, Base64.getEncoder().encodeToString(md5));
        }
        sendObject(exchange, key);
    }

    private static Map<String, String> parameters(String query) {
        var parameters = new LinkedHashMap<String, String>();
        for (var part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            parameters.put(part.substring(0, equals), decoded(part.substring(equals + 1)));
        }
        return parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    protected byte[] error(int status) {
        return ("<?xml version=\"1.0\"?><Error><Code>" + CODES.getOrDefault(status, "Status" + status)
                        + "</Code><Message>hidden</Message></Error>")
                .getBytes(StandardCharsets.UTF_8);
    }
}
