package dev.inferport.adapter.s3;

import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the cluster tells this pod about AWS, by the variables that AWS's own tools read.
 *
 * @param variables of this process
 */
record AwsEnvironment(Map<String, String> variables) {

    private static final String CONTAINER_HOST = "http://169.254.170.2";
    private static final String METADATA = "http://169.254.169.254";
    private static final Pattern SLASHES_AT_END = Pattern.compile("/+$");

    AwsEnvironment {
        variables = Map.copyOf(variables);
    }

    Optional<String> region() {
        return text("AWS_REGION").or(() -> text("AWS_DEFAULT_REGION"));
    }

    /** A server for S3 in place of AWS's, which whoever runs the pod has chosen. */
    Optional<String> endpoint() {
        return text("AWS_ENDPOINT_URL_S3").or(() -> text("AWS_ENDPOINT_URL"));
    }

    Optional<S3Credentials> keys() {
        var id = text("AWS_ACCESS_KEY_ID");
        var secret = text("AWS_SECRET_ACCESS_KEY");
        return id.isPresent() && secret.isPresent()
                ? Optional.of(new S3Credentials(id.get(), secret.get(), text("AWS_SESSION_TOKEN")))
                : Optional.empty();
    }

    Optional<WebIdentity.Role> role() {
        var arn = text("AWS_ROLE_ARN");
        var token = text("AWS_WEB_IDENTITY_TOKEN_FILE");
        if (arn.isEmpty() || token.isEmpty()) {
            return Optional.empty();
        }
        var session = text("AWS_ROLE_SESSION_NAME").orElse("inferport-adapter");
        return Optional.of(new WebIdentity.Role(arn.get(), Path.of(token.get()), session));
    }

    /** Of the security token service, in the region of the pod, or the one of all regions. */
    URI tokenService() throws LoadException {
        var custom = text("AWS_ENDPOINT_URL_STS").or(() -> text("AWS_ENDPOINT_URL"));
        if (custom.isPresent()) {
            return uri(custom.get());
        }
        var region = region();
        var suffix = region.isPresent() && region.get().startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com";
        return uri("https://sts" + region.map(name -> "." + name).orElse("") + suffix);
    }

    /** Where the agent of EKS Pod Identity or of ECS gives keys. */
    Optional<URI> containerCredentials() throws LoadException {
        var full = text("AWS_CONTAINER_CREDENTIALS_FULL_URI");
        var relative = text("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
        if (relative.isPresent()) {
            return Optional.of(uri(CONTAINER_HOST + relative.get()));
        }
        return full.isPresent() ? Optional.of(uri(full.get())) : Optional.empty();
    }

    Optional<Path> containerTokenFile() {
        return text("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE").map(Path::of);
    }

    Optional<String> containerToken() {
        return text("AWS_CONTAINER_AUTHORIZATION_TOKEN");
    }

    /** The metadata service of the machine, unless it is switched off. */
    Optional<URI> metadata() throws LoadException {
        if (text("AWS_EC2_METADATA_DISABLED").orElse("").equalsIgnoreCase("true")) {
            return Optional.empty();
        }
        return Optional.of(uri(text("AWS_EC2_METADATA_SERVICE_ENDPOINT").orElse(METADATA)));
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(variables.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static URI uri(String text) throws LoadException {
        try {
            return URI.create(SLASHES_AT_END.matcher(text).replaceFirst(""));
        } catch (IllegalArgumentException e) {
            throw new LoadException(
                    Reason.FAILED_PRECONDITION,
                    "A variable AWS_… of the adapter is no URL; correct the AWS_ENDPOINT_URL_…, AWS_CONTAINER_… and"
                            + " AWS_EC2_METADATA_… of its container.");
        }
    }

    /** Says nothing about the values, which may be keys. */
    @Override
    public String toString() {
        return "AwsEnvironment[hidden]";
    }
}
