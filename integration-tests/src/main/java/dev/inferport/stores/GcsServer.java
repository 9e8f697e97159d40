package dev.inferport.stores;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

/**
 * Google Cloud Storage with one bucket and one service account: {@code objects.list}, {@code objects.get} and the token
 * endpoint, which checks what the account signed.
 */
final class GcsServer extends StoreServer {

    private static final int PAGE = 100;
    private static final String OBJECTS = "/storage/v1/b/models/o";
    private static final String EMAIL = "adapter@local.example";
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private final KeyPair keys = keys();
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();

    GcsServer(Path folder, int port) throws IOException {
        super(folder, port);
    }

    /** The key file of a service account, and where this store is. */
    @Override
    public ObjectNode entry() {
        return JSON.createObjectNode()
                .put("type", "service_account")
                .put("client_email", EMAIL)
                .put("private_key", "-----BEGIN PRIVATE KEY-----\n" + secret() + "\n-----END PRIVATE KEY-----\n")
                .put("token_uri", url() + "/token")
                .put("endpoint_url", url())
                .put("bucket", "models");
    }

    @Override
    public String secret() {
        return Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded());
    }

    @Override
    void answer(Call call) throws IOException {
        if (call.path().equals("/token") && call.method().equals("POST")) {
            giveToken(call, call.form());
        } else if (!tokens.contains(call.header("Authorization"))) {
            call.answer(401, "application/json", "{\"error\": {\"code\": 401}}");
        } else if (call.path().equals(OBJECTS)) {
            call.answer(200, "application/json", page(call.query()));
        } else if (call.path().startsWith(OBJECTS + "/")) {
            read(call, Call.decoded(call.path().substring(OBJECTS.length() + 1)));
        } else {
            call.answer(404, "application/json", "{\"error\": {\"code\": 404}}");
        }
    }

    private void giveToken(Call call, Map<String, String> form) throws IOException {
        if (!GRANT.equals(form.get("grant_type")) || !isSigned(form.getOrDefault("assertion", ""))) {
            call.answer(400, "application/json", "{\"error\": \"invalid_grant\"}");
            return;
        }
        var token = UUID.randomUUID().toString();
        tokens.add("Bearer " + token);
        call.answer(
                200,
                "application/json",
                "{\"access_token\": \"" + token + "\", \"expires_in\": 3600, \"token_type\": \"Bearer\"}");
    }

    private boolean isSigned(String assertion) throws IOException {
        var parts = List.of(assertion.split("\\.", -1));
        if (parts.size() != 3) {
            return false;
        }
        var claims = claims(parts.get(1));
        try {
            var check = Signature.getInstance("SHA256withRSA");
            check.initVerify(keys.getPublic());
            check.update((parts.get(0) + "." + parts.get(1)).getBytes(StandardCharsets.US_ASCII));
            return check.verify(Base64.getUrlDecoder().decode(parts.get(2)))
                    && claims.path("iss").asText().equals(EMAIL)
                    && claims.path("aud").asText().equals(url() + "/token");
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static JsonNode claims(String encoded) throws IOException {
        return JSON.readTree(Base64.getUrlDecoder().decode(encoded));
    }

    private String page(Map<String, String> query) throws IOException {
        var found = folder().list(query.getOrDefault("prefix", ""), query.getOrDefault("pageToken", ""));
        var page = found.subList(0, Math.min(PAGE, found.size()));
        var answer = JSON.createObjectNode().put("kind", "storage#objects");
        if (page.size() < found.size()) {
            answer.put("nextPageToken", page.get(page.size() - 1).key());
        }
        var items = answer.putArray("items");
        for (var item : page) {
            items.addObject()
                    .put("name", item.key())
                    .put("size", String.valueOf(item.size()))
                    .put("generation", String.valueOf(item.state()));
        }
        return answer.toString();
    }

    private void read(Call call, String name) throws IOException {
        var item = folder().find(name);
        var wanted = call.query().getOrDefault("ifGenerationMatch", "");
        if (item.isEmpty()) {
            call.answer(404, "application/json", "{\"error\": {\"code\": 404}}");
        } else if (!wanted.isEmpty() && !wanted.equals(String.valueOf(item.get().state()))) {
            call.answer(412, "application/json", "{\"error\": {\"code\": 412}}");
        } else {
            call.set("x-goog-hash", "crc32c=" + crc(item.get().file()));
            call.answer(item.get());
        }
    }

    private static String crc(Path file) throws IOException {
        var sum = new CRC32C();
        sum.update(Files.readAllBytes(file));
        return Base64.getEncoder()
                .encodeToString(
                        ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }

    private static KeyPair keys() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
