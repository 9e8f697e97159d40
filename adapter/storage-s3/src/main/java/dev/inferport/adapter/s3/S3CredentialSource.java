package dev.inferport.adapter.s3;

import dev.inferport.adapter.storage.Cancellation;
import dev.inferport.adapter.storage.LoadException;
import java.util.Optional;

/**
 * Where the keys of a request come from; asked before each request, so that temporary keys can be renewed. Thread-safe.
 */
@FunctionalInterface
interface S3CredentialSource {

    /** The keys to use now; none means an anonymous request. */
    Optional<S3Credentials> current(Cancellation cancellation) throws LoadException;

    /** Always the same keys, or always none. */
    static S3CredentialSource fixed(Optional<S3Credentials> credentials) {
        return cancellation -> credentials;
    }
}
