package dev.inferport.adapter.s3;

import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.StorageConfig;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which store a configuration means.
 *
 * @param custom the URL of a store that is not AWS, or that is named all the same; empty means AWS
 * @param pod whether the keys of this pod may be shown to it
 * @param pathStyle whether the bucket is named in the path; empty means as it is usual there
 */
record S3Endpoint(Optional<String> custom, boolean pod, Optional<Boolean> pathStyle) {

    /** Names under which nobody but AWS can answer. */
    private static final Pattern AWS =
            Pattern.compile("https://s3\\.([a-z0-9-]{1,63}\\.)?amazonaws\\.com(\\.cn)?(:443)?/?");

    static S3Endpoint of(StorageConfig config, AwsEnvironment pod) throws LoadException {
        var style = config.flag("path_style");
        if (style.isEmpty()) {
            style = config.flag("S3_USER_VIRTUAL_BUCKET").map(virtual -> !virtual);
        }
        var url = config.text("endpoint_url", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL");
        var host = config.text("S3_ENDPOINT");
        if (url.isEmpty() && host.isPresent()) {
            url = Optional.of(url(host.get(), config.flag("S3_USE_HTTPS").orElse(true)));
        }
        return url.isPresent()
                ? new S3Endpoint(url, AWS.matcher(url.get().strip()).matches(), style)
                : new S3Endpoint(pod.endpoint(), true, style);
    }

    S3Address address(String bucket, String region) throws LoadException {
        return custom.isPresent()
                ? S3Address.custom(custom.get(), bucket, pathStyle.orElse(true))
                : S3Address.ofAws(region, bucket, pathStyle);
    }

    /** KServe has host and scheme apart. */
    private static String url(String host, boolean secure) {
        return host.contains("://") ? host : (secure ? "https://" : "http://") + host;
    }
}
