package dev.inferport.adapter.azure;

import dev.inferport.adapter.storage.AccessToken;
import dev.inferport.adapter.storage.Cancellation;
import dev.inferport.adapter.storage.HttpTimeouts;
import dev.inferport.adapter.storage.HttpTransport;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.Renewed;
import dev.inferport.adapter.storage.UriEncoding;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Tokens from the metadata service of the machine. Thread-safe. */
final class ManagedTokens implements Renewed.Source<AccessToken> {

    private final URI endpoint;
    private final Clock clock;
    private final HttpTransport http = new HttpTransport(HttpTimeouts.ofThisMachine());

    ManagedTokens(URI server, Optional<String> clientId, Clock clock) {
        var query = new LinkedHashMap<String, String>();
        query.put("api-version", "2018-02-01");
        query.put("resource", "https://storage.azure.com/");
        clientId.ifPresent(id -> query.put("client_id", id));
        this.endpoint = URI.create(server + "/metadata/identity/oauth2/token?" + UriEncoding.query(query));
        this.clock = clock;
    }

    @Override
    public AccessToken fetch(Cancellation cancellation) throws LoadException {
        var now = clock.instant();
        try {
            var reply = http.get(endpoint, Map.of("Metadata", "true"), cancellation);
            return AccessToken.read(reply, "The metadata service", now);
        } catch (LoadException e) {
            cancellation.throwIfCancelled();
            if (e.reason() == Reason.UNAVAILABLE && !HttpTransport.isNobodyThere(e)) {
                throw e;
            }
            throw new LoadException(
                    Reason.PERMISSION_DENIED,
                    "This machine has no managed identity of Azure (" + e.sentence()
                            + "); assign one that may read the container, or give the storage other credentials.",
                    e);
        }
    }
}
