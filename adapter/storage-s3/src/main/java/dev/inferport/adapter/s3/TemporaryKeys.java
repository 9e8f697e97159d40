package dev.inferport.adapter.s3;

import dev.inferport.adapter.storage.Expiring;
import java.time.Instant;

/** Keys that AWS lends for some time. */
record TemporaryKeys(S3Credentials keys, Instant expires) implements Expiring {}
