package dev.inferport.adapter.azure;

import dev.inferport.adapter.storage.AccessToken;
import dev.inferport.adapter.storage.Cancellation;
import dev.inferport.adapter.storage.HttpTransport;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.Renewed;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tokens for clients that prove themselves with a secret or with a token of somebody else (RFC 7523). Thread-safe. */
final class EntraTokens implements Renewed.Source<AccessToken> {

    private static final String SCOPE = "https://storage.azure.com/.default";
    private static final String ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private final URI endpoint;
    private final String clientId;
    private final Proof proof;
    private final HttpTransport http;
    private final Clock clock;

    /** What a client adds to its request, read anew each time. */
    @FunctionalInterface
    private interface Proof {
        Map<String, String> fields() throws LoadException;
    }

    EntraTokens(URI authority, AzureIdentity.ClientSecret client, HttpTransport http, Clock clock) {
        this(
                authority,
                client.tenantId(),
                client.clientId(),
                () -> Map.of("client_secret", client.secret()),
                http,
                clock);
    }

    EntraTokens(URI authority, AzureIdentity.Workload workload, HttpTransport http, Clock clock) {
        this(
                authority,
                workload.tenantId(),
                workload.clientId(),
                () -> Map.of("client_assertion_type", ASSERTION, "client_assertion", read(workload.token())),
                http,
                clock);
    }

    private EntraTokens(URI authority, String tenantId, String clientId, Proof proof, HttpTransport http, Clock clock) {
        this.endpoint = URI.create(authority + "/" + tenantId + "/oauth2/v2.0/token");
        this.clientId = clientId;
        this.proof = proof;
        this.http = http;
        this.clock = clock;
    }

    @Override
    public AccessToken fetch(Cancellation cancellation) throws LoadException {
        var form = new LinkedHashMap<>(proof.fields());
        form.put("grant_type", "client_credentials");
        form.put("client_id", clientId);
        form.put("scope", SCOPE);
        var now = clock.instant();
        return AccessToken.read(http.post(endpoint, form, cancellation), endpoint.getHost(), now);
    }

    private static String read(Path token) throws LoadException {
        try {
            return Files.readString(token).strip();
        } catch (IOException e) {
            throw new LoadException(
                    Reason.FAILED_PRECONDITION,
                    "The token of this pod's service account can't be read from '" + token + "'; check the volume.",
                    e);
        }
    }
}
