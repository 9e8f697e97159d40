package dev.inferport.adapter.gcs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.inferport.adapter.storage.AccessToken;
import dev.inferport.adapter.storage.HttpTransport;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.PemPrivateKey;
import dev.inferport.adapter.storage.Renewed;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/**
 * An account that proves itself by signing a JWT, which its token endpoint exchanges for an access token (RFC 7523,
 * section 2.1). Immutable.
 *
 * @param email the name of the account
 * @param key RSA
 * @param tokenUri of the token endpoint; also the audience of the JWT, so that no other endpoint can use it
 */
record ServiceAccount(String email, PrivateKey key, URI tokenUri) {

    static final URI TOKEN_URI = URI.create("https://oauth2.googleapis.com/token");

    private static final String SCOPE = "https://www.googleapis.com/auth/devstorage.read_only";
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    static ServiceAccount of(String email, String pem, URI tokenUri) throws LoadException {
        var key = PemPrivateKey.of("private_key", pem);
        if (!key.getAlgorithm().equals("RSA")) {
            throw new LoadException(
                    Reason.INVALID_ARGUMENT,
                    "The private_key of the gcs storage is a key for " + key.getAlgorithm()
                            + "; service accounts have RSA keys.");
        }
        return new ServiceAccount(email, key, tokenUri);
    }

    Renewed.Source<AccessToken> tokens(HttpTransport http, Clock clock) {
        return cancellation -> {
            var now = clock.instant();
            var form = Map.of("grant_type", GRANT, "assertion", assertion(now));
            return AccessToken.read(http.post(tokenUri, form, cancellation), tokenUri.getHost(), now);
        };
    }

    private String assertion(Instant now) {
        var claims = Map.of(
                "iss", email,
                "scope", SCOPE,
                "aud", tokenUri.toString(),
                "iat", now.getEpochSecond(),
                "exp", now.plus(LIFETIME).getEpochSecond());
        var unsigned = part(Map.of("alg", "RS256", "typ", "JWT")) + "." + part(claims);
        return unsigned + "." + BASE64.encodeToString(sign(unsigned));
    }

    private static String part(Map<String, ?> fields) {
        try {
            return BASE64.encodeToString(new ObjectMapper().writeValueAsBytes(fields));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Strings and numbers are JSON", e);
        }
    }

    private byte[] sign(String text) {
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime can't sign with RSA", e);
        }
    }

    /** Says nothing about the key. */
    @Override
    public String toString() {
        return "ServiceAccount[" + email + "]";
    }
}
