package dev.inferport.adapter.s3;

import dev.inferport.adapter.storage.Cancellation;
import dev.inferport.adapter.storage.LoadException;

/**
 * Where the keys of a request come from; asked before each request, so that temporary keys can be renewed. Thread-safe.
 */
@FunctionalInterface
interface S3CredentialSource {

    /** The keys to use now. */
    S3Credentials current(Cancellation cancellation) throws LoadException;
}
