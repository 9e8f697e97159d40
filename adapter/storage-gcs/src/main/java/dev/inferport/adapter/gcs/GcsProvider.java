package dev.inferport.adapter.gcs;

import dev.inferport.adapter.gcs.GcsSettings.Identity;
import dev.inferport.adapter.storage.AccessToken;
import dev.inferport.adapter.storage.BearerGet;
import dev.inferport.adapter.storage.HttpGet;
import dev.inferport.adapter.storage.HttpTransport;
import dev.inferport.adapter.storage.IdentityIfRefused;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.Renewed;
import dev.inferport.adapter.storage.Storage;
import dev.inferport.adapter.storage.StorageConfig;
import dev.inferport.adapter.storage.StorageEnvironment;
import dev.inferport.adapter.storage.StorageProvider;
import dev.inferport.adapter.storage.TlsTrust;
import java.time.Clock;
import java.util.Set;

/**
 * Storages of type {@code gcs}: {@code bucket}, and for a service account {@code private_key} with {@code client_email}
 * and perhaps {@code token_uri}, which are the names in the JSON of its key; that JSON may also come as a whole in
 * {@code base64_service_account}.
 *
 * <p>Without a key the bucket is read anonymously, and if it refuses that, with the identity that the metadata server
 * gives this pod (Workload Identity). {@code auth: anonymous} and {@code auth: workload_identity} choose one of the
 * two.
 *
 * <p>{@code endpoint_url} names another server that speaks the protocol, and {@code certificate} (PEM text) the
 * authorities to trust instead of the platform's.
 */
public final class GcsProvider implements StorageProvider {

    private final GcsEndpoints endpoints;
    private final Clock clock;

    /** For {@link java.util.ServiceLoader}. */
    public GcsProvider() {
        this(GcsEndpoints.of(System.getenv()), Clock.systemUTC());
    }

    GcsProvider(GcsEndpoints endpoints, Clock clock) {
        this.endpoints = endpoints;
        this.clock = clock;
    }

    @Override
    public String type() {
        return "gcs";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("gs");
    }

    @Override
    public Storage open(StorageConfig config, StorageEnvironment environment) throws LoadException {
        var settings = GcsSettings.of(config);
        if (settings.identity() == Identity.POD || settings.identity() == Identity.POD_IF_REFUSED) {
            config.requireStoredTrust();
        }
        var plain = environment.transport(TlsTrust.of(config));
        var endpoint = settings.endpoint().orElse(endpoints.storage());
        return new GcsStore(endpoint, settings.bucket(), http(settings, plain));
    }

    /** Google's own endpoint has nothing to do with the authorities of a store. */
    private Renewed.Source<AccessToken> tokens(ServiceAccount account, HttpTransport plain) {
        var isGoogle = account.tokenUri().equals(ServiceAccount.TOKEN_URI);
        return account.tokens(isGoogle ? plain.withoutTrust() : plain, clock);
    }

    private HttpGet http(GcsSettings settings, HttpTransport plain) {
        return switch (settings.identity()) {
            case SERVICE_ACCOUNT -> bearer(plain, tokens(settings.account().orElseThrow(), plain));
            case POD -> bearer(plain, new MetadataServer(endpoints.metadata(), clock));
            case POD_IF_REFUSED ->
                new IdentityIfRefused(plain, bearer(plain, new MetadataServer(endpoints.metadata(), clock)));
            case NOBODY -> plain;
        };
    }

    private HttpGet bearer(HttpGet plain, Renewed.Source<AccessToken> source) {
        return new BearerGet(plain, new Renewed<>(source, clock));
    }
}
