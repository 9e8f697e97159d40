package dev.inferport.adapter.s3;

import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.StorageConfig;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a configuration of type {@code s3} says.
 *
 * @param address of the bucket
 * @param region to sign for
 * @param credentials where the keys come from
 * @param certificate PEM text of the authorities to trust
 * @param verifyChecksum whether an ETag that can be an MD5 is believed to be one
 */
record S3Settings(
        S3Address address,
        String region,
        S3CredentialSource credentials,
        Optional<String> certificate,
        boolean verifyChecksum) {

    private static final String DEFAULT_REGION = "us-east-1";

    /** It becomes a part of a host name and of a signature. */
    private static final Pattern REGION = Pattern.compile("[A-Za-z0-9-]{1,64}");

    static S3Settings of(StorageConfig config) throws LoadException {
        var region = config.text("region", "AWS_REGION", "AWS_DEFAULT_REGION").orElse(DEFAULT_REGION);
        if (!REGION.matcher(region).matches()) {
            throw new LoadException(
                    Reason.INVALID_ARGUMENT,
                    "'" + region + "' can't be a region; expected is a name like " + DEFAULT_REGION + ".");
        }
        var bucket = config.required("bucket", "AWS_S3_BUCKET");
        var endpoint = config.text("endpoint_url", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL");
        var address = endpoint.isPresent() ? S3Address.custom(endpoint.get(), bucket) : S3Address.ofAws(region, bucket);
        return new S3Settings(
                address,
                region,
                S3CredentialSource.fixed(credentials(config)),
                config.text("certificate"),
                !config.text("verify_checksum").orElse("true").equals("false"));
    }

    private static Optional<S3Credentials> credentials(StorageConfig config) throws LoadException {
        var id = config.text("access_key_id", "AWS_ACCESS_KEY_ID", "aws_access_key_id");
        var secret = config.text("secret_access_key", "AWS_SECRET_ACCESS_KEY", "aws_secret_access_key");
        var token = config.text("session_token", "AWS_SESSION_TOKEN", "aws_session_token");
        if (id.isEmpty() && secret.isEmpty() && token.isEmpty()) {
            return Optional.empty();
        }
        if (id.isEmpty() || secret.isEmpty()) {
            throw new LoadException(
                    Reason.INVALID_ARGUMENT,
                    "The s3 storage has only a part of its keys; give both access_key_id and secret_access_key, or"
                            + " neither for anonymous access.");
        }
        return Optional.of(new S3Credentials(id.get().strip(), secret.get().strip(), token.map(String::strip)));
    }
}
