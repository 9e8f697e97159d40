package dev.inferport.adapter.azure;

import dev.inferport.adapter.storage.AccessToken;
import dev.inferport.adapter.storage.BearerGet;
import dev.inferport.adapter.storage.HttpGet;
import dev.inferport.adapter.storage.HttpTransport;
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
 * Storages of type {@code azure}: {@code container} and {@code account_name}, and the first of these that is there:
 *
 * <ol>
 *   <li>{@code connection_string}, with a key or a shared access signature; it may also name the account and endpoint
 *   <li>{@code account_key}
 *   <li>{@code sas_token}
 *   <li>{@code client_id}, {@code client_secret} and {@code tenant_id} of a service principal
 *   <li>the workload identity of this pod, where the cluster has put one into its environment
 *   <li>nothing, for containers that are public
 * </ol>
 *
 * <p>{@code auth: anonymous}, {@code auth: workload_identity} and {@code auth: managed_identity} (of the machine, or of
 * {@code client_id}) choose. The names that secrets for KServe use are understood too:
 * {@code AZURE_STORAGE_ACCESS_KEY}, {@code AZURE_CLIENT_ID}, {@code AZ_CLIENT_ID} and so on.
 *
 * <p>{@code endpoint_url} names another server that speaks the protocol, and {@code certificate} (PEM text) the
 * authorities to trust instead of the platform's.
 */
public final class AzureProvider implements StorageProvider {

    private final AzureEnvironment pod;
    private final Clock clock;

    /** For {@link java.util.ServiceLoader}. */
    public AzureProvider() {
        this(AzureEnvironment.of(System.getenv()), Clock.systemUTC());
    }

    AzureProvider(AzureEnvironment pod, Clock clock) {
        this.pod = pod;
        this.clock = clock;
    }

    @Override
    public String type() {
        return "azure";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("azureblob", "azblob");
    }

    @Override
    public Storage open(StorageConfig config, StorageEnvironment environment) throws LoadException {
        var settings = AzureSettings.of(config, pod);
        if (settings.identity() instanceof AzureIdentity.Workload
                || settings.identity() instanceof AzureIdentity.Managed) {
            config.requireStoredTrust();
        }
        var plain = environment.transport(TlsTrust.of(config));
        return new AzureStore(settings.endpoint(), settings.container(), http(settings, plain));
    }

    private HttpGet http(AzureSettings settings, HttpTransport plain) {
        var identity = settings.identity();
        // The authority that gives tokens has nothing to do with those of a store.
        var authority = plain.withoutTrust();
        if (identity instanceof AzureIdentity.AccountKey key) {
            return new SharedKeyGet(plain, key, clock);
        } else if (identity instanceof AzureIdentity.Sas sas) {
            return new SasGet(plain, sas);
        } else if (identity instanceof AzureIdentity.ClientSecret client) {
            return bearer(plain, new EntraTokens(pod.authority(), client, authority, clock));
        } else if (identity instanceof AzureIdentity.Workload workload) {
            return bearer(plain, new EntraTokens(pod.authority(), workload, authority, clock));
        } else if (identity instanceof AzureIdentity.Managed managed) {
            return bearer(plain, new ManagedTokens(pod.metadata(), managed.clientId(), clock));
        }
        return plain;
    }

    private HttpGet bearer(HttpGet plain, Renewed.Source<AccessToken> source) {
        return new BearerGet(plain, new Renewed<>(source, clock));
    }
}
