package dev.inferport.adapter.s3;

import java.util.Optional;

/** A pair of keys, and the token that goes with a temporary pair. */
record S3Credentials(String accessKeyId, String secretAccessKey, Optional<String> sessionToken) {

    /** Says nothing about the keys. */
    @Override
    public String toString() {
        return "S3Credentials[hidden]";
    }
}
