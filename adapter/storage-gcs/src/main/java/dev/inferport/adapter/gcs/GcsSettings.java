package dev.inferport.adapter.gcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.StorageConfig;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a configuration of type {@code gcs} says.
 *
 * @param bucket its name
 * @param endpoint instead of Google's, without a slash at the end
 * @param identity who reads
 * @param account of {@link Identity#SERVICE_ACCOUNT}, and only there
 */
record GcsSettings(String bucket, Optional<URI> endpoint, Identity identity, Optional<ServiceAccount> account) {

    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,254}");
    private static final Pattern SLASHES_AT_END = Pattern.compile("/+$");

    /** Who reads the bucket. */
    enum Identity {
        SERVICE_ACCOUNT,
        POD,
        POD_IF_REFUSED,
        NOBODY
    }

    static GcsSettings of(StorageConfig config) throws LoadException {
        var bucket = config.required("bucket");
        if (!BUCKET.matcher(bucket).matches()) {
            throw invalid("has a bucket '" + bucket + "', which can't be the name of one; correct it.");
        }
        var endpoint = config.text("endpoint_url");
        var account = account(config);
        var auth = config.flag("anonymous").orElse(false) ? Optional.of("anonymous") : config.text("auth");
        var identity = identity(auth, account.isPresent(), endpoint.isPresent());
        return new GcsSettings(
                bucket,
                endpoint.isPresent() ? Optional.of(url("endpoint_url", endpoint.get())) : Optional.empty(),
                identity,
                identity == Identity.SERVICE_ACCOUNT ? account : Optional.empty());
    }

    private static Identity identity(Optional<String> auth, boolean hasAccount, boolean elsewhere)
            throws LoadException {
        switch (auth.orElse("")) {
            case "" -> {
                var other = elsewhere ? Identity.NOBODY : Identity.POD_IF_REFUSED;
                return hasAccount ? Identity.SERVICE_ACCOUNT : other;
            }
            case "anonymous" -> {
                return Identity.NOBODY;
            }
            case "workload_identity" -> {
                if (elsewhere) {
                    throw invalid(
                            "can't have auth workload_identity together with an endpoint_url, because the identity"
                                    + " of this pod is shown to Google only; remove one of them.");
                }
                return Identity.POD;
            }
            default ->
                throw invalid("has an unknown auth; expected is anonymous or workload_identity, or a private_key and"
                        + " no auth.");
        }
    }

    private static Optional<ServiceAccount> account(StorageConfig config) throws LoadException {
        var encoded = config.text("base64_service_account");
        var plain = config.text("gcloud-application-credentials.json");
        if (encoded.isPresent() || plain.isPresent()) {
            var json = encoded.isPresent() ? encoded(encoded.get()) : plain(plain.orElse(""));
            return Optional.of(account(
                    json.path("private_key").asText(""),
                    json.path("client_email").asText(""),
                    Optional.of(json.path("token_uri").asText("")).filter(text -> !text.isBlank())));
        }
        var key = config.text("private_key").orElse("");
        var email = config.text("client_email").orElse("");
        return key.isEmpty() && email.isEmpty()
                ? Optional.empty()
                : Optional.of(account(key, email, config.text("token_uri")));
    }

    private static ServiceAccount account(String key, String email, Optional<String> tokenUri) throws LoadException {
        if (key.isEmpty() || email.isEmpty()) {
            throw invalid("has only a part of a service account; give both private_key and client_email, or neither.");
        }
        var uri = tokenUri.isPresent() ? url("token_uri", tokenUri.get()) : ServiceAccount.TOKEN_URI;
        return ServiceAccount.of(email.strip(), key, uri);
    }

    private static JsonNode encoded(String base64) throws LoadException {
        try {
            return new ObjectMapper().readTree(Base64.getMimeDecoder().decode(base64));
        } catch (IOException | IllegalArgumentException e) {
            throw invalid("has a base64_service_account that is not the Base64 of a JSON object; correct it.");
        }
    }

    /** Without a cause, which might quote the key. */
    private static JsonNode plain(String text) throws LoadException {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw invalid("has a gcloud-application-credentials.json that is not a JSON object; correct it.");
        }
    }

    private static URI url(String setting, String text) throws LoadException {
        try {
            var uri = new URI(SLASHES_AT_END.matcher(text.strip()).replaceFirst(""));
            var http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawQuery() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw notAUrl(setting);
        }
        throw notAUrl(setting);
    }

    /** Without quoting it: people put passwords into URLs. */
    private static LoadException notAUrl(String setting) {
        return invalid("has no usable " + setting + "; expected is http:// or https:// and a host, without user or"
                + " query.");
    }

    private static LoadException invalid(String what) {
        return new LoadException(Reason.INVALID_ARGUMENT, "The gcs storage " + what);
    }
}
