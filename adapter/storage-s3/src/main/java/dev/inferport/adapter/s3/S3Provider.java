package dev.inferport.adapter.s3;

import dev.inferport.adapter.s3.S3Settings.Identity;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.Storage;
import dev.inferport.adapter.storage.StorageConfig;
import dev.inferport.adapter.storage.StorageEnvironment;
import dev.inferport.adapter.storage.StorageProvider;
import dev.inferport.adapter.storage.TlsTrust;
import java.time.Clock;

/**
 * Storages of type {@code s3}: {@code bucket}, and where they are needed {@code endpoint_url}, {@code region},
 * {@code access_key_id} with {@code secret_access_key} and perhaps {@code session_token}, {@code path_style}, and what
 * {@link TlsTrust} reads. The names of the AWS environment variables and of KServe's secrets are understood too.
 *
 * <p>Without keys a bucket is read anonymously, and if AWS refuses that, as the role of this pod: from its variables,
 * its service account, its container or its machine. {@code auth: anonymous} and {@code auth: workload_identity} choose
 * one of the two.
 *
 * <p>{@code verify_checksum: "false"} accepts objects of stores whose ETags look like an MD5 and are none.
 */
public final class S3Provider implements StorageProvider {

    private final AwsEnvironment pod;
    private final Clock clock;

    /** For {@link java.util.ServiceLoader}. */
    public S3Provider() {
        this(new AwsEnvironment(System.getenv()), Clock.systemUTC());
    }

    S3Provider(AwsEnvironment pod, Clock clock) {
        this.pod = pod;
        this.clock = clock;
    }

    @Override
    public String type() {
        return "s3";
    }

    @Override
    public Storage open(StorageConfig config, StorageEnvironment environment) throws LoadException {
        var settings = S3Settings.of(config, pod);
        if (settings.identity() == Identity.POD || settings.identity() == Identity.POD_IF_REFUSED) {
            config.requireStoredTrust();
        }
        var plain = environment.transport(TlsTrust.of(config));
        return new S3Store(new S3Places(settings, plain, pod, clock));
    }
}
