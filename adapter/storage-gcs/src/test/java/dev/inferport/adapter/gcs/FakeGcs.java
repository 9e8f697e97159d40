package dev.inferport.adapter.gcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import dev.inferport.adapter.storage.FakeStore;
import dev.inferport.adapter.storage.StorageConfig;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;

/**
 * Google Cloud Storage as far as a pull needs it, with pages of 100 objects, the token endpoint, which checks the
 * signature of a JWT, and the metadata server. Everything but a public bucket wants a token that this has given.
 */
final class FakeGcs extends FakeStore {

    static final String EMAIL = "reader@project.example";

    private static final int PAGE = 100;
    private static final String BUCKET = "/storage/v1/b/bucket/o";

    private final ObjectMapper json = new ObjectMapper();
    /** Making keys takes longer than anything else here. */
    private static final KeyPair OF_MOST = newKeys();

    private final KeyPair keys;
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final AtomicInteger tokensGiven = new AtomicInteger();
    volatile boolean isPublic;
    volatile boolean hasIdentity = true;
    volatile boolean isOverloaded;
    volatile String hashes = "md5";

    FakeGcs() {
        this(OF_MOST);
    }

    private FakeGcs(KeyPair keys) {
        this.keys = keys;
    }

    static FakeGcs withOtherKeys() {
        return new FakeGcs(newKeys());
    }

    private static KeyPair newKeys() {
        try {
            return KeyPairGenerator.getInstance("RSA").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public StorageConfig config() {
        return StorageConfig.of("gcs", serviceAccount());
    }

    Map<String, String> serviceAccount() {
        return new HashMap<>(Map.of(
                "bucket",
                "bucket",
                "endpoint_url",
                base(),
                "private_key",
                privateKey(),
                "client_email",
                EMAIL,
                "token_uri",
                base() + "/token"));
    }

    String privateKey() {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    GcsEndpoints endpoints() {
        return new GcsEndpoints(URI.create(base()), URI.create(base()));
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
        if (path.equals("/token")) {
            var form = parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII));
            sendToken(exchange, isValid(form));
        } else if (isOverloaded && path.startsWith("/computeMetadata/")) {
            exchange.sendResponseHeaders(503, -1);
        } else if (path.equals("/computeMetadata/v1/instance/service-accounts/default/token")) {
            sendToken(
                    exchange,
                    hasIdentity && "Google".equals(exchange.getRequestHeaders().getFirst("Metadata-Flavor")));
        } else if (!isPublic && !tokens.contains(exchange.getRequestHeaders().getFirst("Authorization") + "")) {
            exchange.sendResponseHeaders(401, -1);
        } else if (path.equals(BUCKET)) {
            list(exchange, parameters(exchange.getRequestURI().getRawQuery()));
        } else {
            read(exchange, decoded(path.substring(BUCKET.length() + 1)));
        }
    }

    private boolean isValid(Map<String, String> form) throws IOException {
        var parts = List.of(form.getOrDefault("assertion", "").split("\\.", -1));
        var claims = part(parts.get(1));
        return form.getOrDefault("grant_type", "").equals("urn:ietf:params:oauth:grant-type:jwt-bearer")
                && part(parts.get(0)).path("alg").asText().equals("RS256")
                && claims.path("iss").asText().equals(EMAIL)
                && claims.path("aud").asText().equals(base() + "/token")
                && claims.path("scope").asText().endsWith("devstorage.read_only")
                && claims.path("exp").asLong() - claims.path("iat").asLong() == 3600
                && isSigned(parts.get(0) + "." + parts.get(1), parts.get(2));
    }

    private JsonNode part(String text) throws IOException {
        return json.readTree(Base64.getUrlDecoder().decode(text));
    }

    private boolean isSigned(String text, String signature) {
        try {
            var check = Signature.getInstance("SHA256withRSA");
            check.initVerify(keys.getPublic());
            check.update(text.getBytes(StandardCharsets.US_ASCII));
            return check.verify(Base64.getUrlDecoder().decode(signature));
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private void sendToken(HttpExchange exchange, boolean granted) throws IOException {
        var token = "token-" + tokensGiven.incrementAndGet();
        tokens.add("Bearer " + token);
        var answer = granted
                ? Map.of("access_token", token, "expires_in", 3600, "token_type", "Bearer")
                : Map.of("error", "invalid_grant", "error_description", "hidden");
        var bytes = json.writeValueAsBytes(answer);
        exchange.sendResponseHeaders(granted ? 200 : 400, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void list(HttpExchange exchange, Map<String, String> query) throws IOException {
        var prefix = query.getOrDefault("prefix", "");
        var after = query.getOrDefault("pageToken", "");
        var rest = matching(prefix, key -> after.isEmpty() || key.compareTo(after) > 0);
        var page = rest.subList(0, Math.min(PAGE, rest.size()));
        var answer = json.createObjectNode().put("kind", "storage#objects");
        if (page.size() < rest.size()) {
            answer.put("nextPageToken", page.get(page.size() - 1).getKey());
        }
        var items = answer.putArray("items");
        for (var object : page) {
            items.addObject()
                    .put("name", object.getKey())
                    .put("size", String.valueOf(object.getValue().length))
                    .put("generation", generation(object.getValue()));
        }
        sendListing(exchange, prefix, json.writeValueAsBytes(answer));
    }

    private void read(HttpExchange exchange, String key) throws IOException {
        var query = parameters(exchange.getRequestURI().getRawQuery());
        var found = matching(key, key::equals);
        if (!found.isEmpty()) {
            var body = found.get(0).getValue();
            if (!generation(body).equals(query.get("ifGenerationMatch"))) {
                exchange.sendResponseHeaders(412, -1);
                return;
            }
            for (var hash : hashes.split(" ", -1)) {
                exchange.getResponseHeaders().add("x-goog-hash", hash(hash, body));
            }
        }
        sendObject(exchange, key);
    }

    private static String hash(String name, byte[] body) {
        try {
            if (name.equals("md5")) {
                return "md5="
                        + Base64.getEncoder()
                                .encodeToString(MessageDigest.getInstance("MD5").digest(body));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        var crc = new CRC32C();
        crc.update(body);
        var value = (int) crc.getValue();
        return "crc32c="
                + Base64.getEncoder().encodeToString(new byte[] {
                    (byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value
                });
    }

    private static String generation(byte[] body) {
        return String.valueOf(Integer.toUnsignedLong(tag(body).hashCode()));
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
        return "{\"error\": {\"message\": \"hidden\"}}".getBytes(StandardCharsets.UTF_8);
    }
}
