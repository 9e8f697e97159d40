package dev.inferport.adapter.s3;

import dev.inferport.adapter.storage.HttpTransport;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.Storage;
import dev.inferport.adapter.storage.StorageConfig;
import dev.inferport.adapter.storage.StorageEnvironment;
import dev.inferport.adapter.storage.StorageProvider;
import dev.inferport.adapter.storage.TlsTrust;
import java.time.Clock;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/**
 * Storages of type {@code s3}: {@code bucket}, and where they are needed {@code endpoint_url}, {@code region},
 * {@code access_key_id} with {@code secret_access_key} and perhaps {@code session_token}, and {@code certificate} (PEM
 * text of the authorities to trust instead of the platform's). Without keys, requests are anonymous. The names of the
 * AWS environment variables are understood too.
 *
 * <p>{@code verify_checksum: "false"} accepts objects of stores whose ETags look like an MD5 and are none.
 */
public final class S3Provider implements StorageProvider {

    /** For {@link java.util.ServiceLoader}. */
    public S3Provider() {}

    @Override
    public String type() {
        return "s3";
    }

    @Override
    public Storage open(StorageConfig config, StorageEnvironment environment) throws LoadException {
        var settings = S3Settings.of(config);
        Optional<SSLSocketFactory> trust = Optional.empty();
        if (settings.certificate().isPresent()) {
            trust = Optional.of(TlsTrust.of(settings.certificate().get()));
        }
        return new S3Store(settings, new HttpTransport(environment.timeouts(), trust), Clock.systemUTC());
    }
}
