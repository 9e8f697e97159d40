package dev.inferport.adapter.s3;

import dev.inferport.adapter.storage.Cancellation;
import dev.inferport.adapter.storage.HttpTimeouts;
import dev.inferport.adapter.storage.HttpTransport;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.Renewed;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of this pod, from the first of these that it has: variables, the role of its service account, the agent of
 * its container, the role of its machine. That is the order of AWS's own tools; but a source that is there and fails is
 * an error, and not a reason to become somebody else. Thread-safe.
 */
final class CredentialChain implements S3CredentialSource {

    private static final Logger log = LoggerFactory.getLogger(CredentialChain.class);

    private final AwsEnvironment environment;
    private final HttpTransport http;
    private final Clock clock;
    private final Renewed<TemporaryKeys> temporary;

    /**
     * Keys of the pod.
     *
     * @param http to the security token service
     */
    CredentialChain(AwsEnvironment environment, HttpTransport http, Clock clock) {
        this.environment = environment;
        this.http = http;
        this.clock = clock;
        this.temporary = new Renewed<>(this::fetch, clock);
    }

    @Override
    public S3Credentials current(Cancellation cancellation) throws LoadException {
        var fixed = environment.keys();
        return fixed.isPresent() ? fixed.get() : temporary.current(cancellation).keys();
    }

    private TemporaryKeys fetch(Cancellation cancellation) throws LoadException {
        var found = source();
        var keys = found.source().fetch(cancellation);
        log.info("event=aws_keys_obtained source={} expires={}", found.name(), keys.expires());
        return keys;
    }

    private record Named(String name, Renewed.Source<TemporaryKeys> source) {}

    private Named source() throws LoadException {
        var machine = new HttpTransport(HttpTimeouts.ofThisMachine());
        var role = environment.role();
        if (role.isPresent()) {
            return new Named("web_identity", new WebIdentity(role.get(), environment.tokenService(), http));
        }
        var agent = environment.containerCredentials();
        if (agent.isPresent()) {
            return new Named(
                    "container",
                    new ContainerKeys(
                            agent.get(),
                            environment.containerTokenFile(),
                            environment.containerToken(),
                            machine,
                            clock));
        }
        var metadata = environment.metadata();
        if (metadata.isPresent()) {
            return new Named("instance_metadata", new MachineKeys(metadata.get(), machine, clock));
        }
        throw new LoadException(
                Reason.PERMISSION_DENIED,
                "This pod has no role of AWS; give its service account one that may read the bucket, or give the storage"
                        + " an access_key_id and secret_access_key.");
    }
}
