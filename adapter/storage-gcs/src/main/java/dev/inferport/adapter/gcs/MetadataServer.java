package dev.inferport.adapter.gcs;

import dev.inferport.adapter.storage.AccessToken;
import dev.inferport.adapter.storage.Cancellation;
import dev.inferport.adapter.storage.HttpTimeouts;
import dev.inferport.adapter.storage.HttpTransport;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.Renewed;
import java.net.URI;
import java.time.Clock;
import java.util.Map;

/** Gives the identity that Google's cloud lends to this pod. Thread-safe. */
final class MetadataServer implements Renewed.Source<AccessToken> {

    private static final String TOKEN = "/computeMetadata/v1/instance/service-accounts/default/token";

    private final URI server;
    private final Clock clock;
    private final HttpTransport http = new HttpTransport(HttpTimeouts.ofThisMachine());

    MetadataServer(URI server, Clock clock) {
        this.server = server;
        this.clock = clock;
    }

    @Override
    public AccessToken fetch(Cancellation cancellation) throws LoadException {
        var now = clock.instant();
        try {
            var reply = http.get(URI.create(server + TOKEN), Map.of("Metadata-Flavor", "Google"), cancellation);
            return AccessToken.read(reply, "The metadata server", now);
        } catch (LoadException e) {
            cancellation.throwIfCancelled();
            if (e.reason() == Reason.UNAVAILABLE && !HttpTransport.isNobodyThere(e)) {
                throw e;
            }
            throw new LoadException(
                    Reason.PERMISSION_DENIED,
                    "This pod has no identity in Google's cloud (" + e.sentence()
                            + "); bind its service account to one that may read the bucket, or give the storage a"
                            + " private_key and client_email.",
                    e);
        }
    }
}
