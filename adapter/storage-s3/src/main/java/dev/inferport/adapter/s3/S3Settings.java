package dev.inferport.adapter.s3;

import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.StorageConfig;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a configuration of type {@code s3} says.
 *
 * @param bucket its name
 * @param endpoint of the store
 * @param region to sign for
 * @param identity who reads
 * @param keys of {@link Identity#KEYS}, and only there
 * @param verifyChecksum whether an ETag that can be an MD5 is believed to be one
 */
record S3Settings(
        String bucket,
        S3Endpoint endpoint,
        String region,
        Identity identity,
        Optional<S3Credentials> keys,
        boolean verifyChecksum) {

    private static final String DEFAULT_REGION = "us-east-1";

    /** It becomes a part of a host name and of a signature. */
    private static final Pattern REGION = Pattern.compile("[A-Za-z0-9-]{1,64}");

    /** What can stand in a header, where keys go. */
    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]+");

    /** Who reads the bucket. */
    enum Identity {
        KEYS,
        POD,
        POD_IF_REFUSED,
        NOBODY
    }

    static S3Settings of(StorageConfig config, AwsEnvironment pod) throws LoadException {
        var bucket = config.required("bucket", "AWS_S3_BUCKET");
        var endpoint = S3Endpoint.of(config, pod);
        var region = config.text("region", "AWS_REGION", "AWS_DEFAULT_REGION")
                .or(() -> endpoint.pod() ? pod.region() : Optional.empty())
                .orElse(DEFAULT_REGION)
                .strip();
        if (!isRegion(region)) {
            throw new LoadException(
                    Reason.INVALID_ARGUMENT,
                    "'" + region + "' can't be a region; expected is a name like " + DEFAULT_REGION + ".");
        }
        var keys = keys(config);
        var identity = identity(config, keys.isPresent(), endpoint);
        return new S3Settings(
                bucket,
                endpoint,
                region,
                identity,
                identity == Identity.KEYS ? keys : Optional.empty(),
                config.flag("verify_checksum").orElse(true));
    }

    static boolean isRegion(String name) {
        return REGION.matcher(name).matches();
    }

    private static Identity identity(StorageConfig config, boolean hasKeys, S3Endpoint endpoint) throws LoadException {
        if (config.flag("anonymous", "awsAnonymousCredential").orElse(false)) {
            return Identity.NOBODY;
        }
        switch (config.text("auth").orElse("")) {
            case "" -> {
                var other = endpoint.pod() ? Identity.POD_IF_REFUSED : Identity.NOBODY;
                return hasKeys ? Identity.KEYS : other;
            }
            case "anonymous" -> {
                return Identity.NOBODY;
            }
            case "workload_identity" -> {
                if (!endpoint.pod()) {
                    throw invalid("can't have auth workload_identity together with this endpoint_url, because the"
                            + " identity of the pod is shown to AWS only; remove one of them.");
                }
                return Identity.POD;
            }
            default ->
                throw invalid("has an unknown auth; expected is anonymous or workload_identity, or an access_key_id and"
                        + " no auth.");
        }
    }

    private static Optional<S3Credentials> keys(StorageConfig config) throws LoadException {
        var id = config.text("access_key_id", "AWS_ACCESS_KEY_ID", "aws_access_key_id");
        var secret = config.text("secret_access_key", "AWS_SECRET_ACCESS_KEY", "aws_secret_access_key");
        var token = config.text("session_token", "AWS_SESSION_TOKEN", "aws_session_token");
        if (id.isEmpty() && secret.isEmpty() && token.isEmpty()) {
            return Optional.empty();
        }
        if (id.isEmpty() || secret.isEmpty()) {
            throw invalid("has only a part of its keys; give both access_key_id and secret_access_key, or neither for"
                    + " anonymous access or the role of the pod.");
        }
        return Optional.of(new S3Credentials(
                visible("access_key_id", id.get()),
                visible("secret_access_key", secret.get()),
                token.isPresent() ? Optional.of(visible("session_token", token.get())) : token));
    }

    /** Without quoting it. */
    private static String visible(String name, String value) throws LoadException {
        var text = value.strip();
        if (!VISIBLE.matcher(text).matches()) {
            throw invalid("has a " + name + " with a line break, a space or another character that no key has; copy it"
                    + " again.");
        }
        return text;
    }

    private static LoadException invalid(String what) {
        return new LoadException(Reason.INVALID_ARGUMENT, "The s3 storage " + what);
    }
}
