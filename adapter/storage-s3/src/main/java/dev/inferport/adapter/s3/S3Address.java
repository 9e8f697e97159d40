package dev.inferport.adapter.s3;

import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.UriEncoding;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Where a bucket is. Custom endpoints get the bucket in the path, which all of them understand; AWS gets it in the host
 * name where it can be a part of one.
 *
 * @param base scheme, host and perhaps port, without a slash at the end
 * @param root path of the bucket, encoded, starting and ending with a slash
 * @param bucket its name
 */
record S3Address(String base, String root, String bucket) {

    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,254}");
    private static final Pattern HOST_LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{1,61}[a-z0-9])");
    private static final Pattern SLASHES_AT_END = Pattern.compile("/+$");

    S3Address {
        if (!root.startsWith("/") || !root.endsWith("/")) {
            throw new IllegalArgumentException("root: " + root + " (expected: slashes around it)");
        }
    }

    /**
     * A bucket of another store than AWS.
     *
     * @param inPath whether the bucket is named in the path and not in front of the host
     */
    static S3Address custom(String endpoint, String bucket, boolean inPath) throws LoadException {
        requireBucket(bucket);
        var uri = parse(endpoint);
        var path = SLASHES_AT_END.matcher(uri.getRawPath()).replaceFirst("");
        return inPath
                ? new S3Address(uri.getScheme() + "://" + authority(uri), path + "/" + bucket + "/", bucket)
                : new S3Address(uri.getScheme() + "://" + bucket + "." + authority(uri), path + "/", bucket);
    }

    /**
     * A bucket of AWS.
     *
     * @param inPath as for {@link #custom}; absent means wherever it can be
     */
    static S3Address ofAws(String region, String bucket, Optional<Boolean> inPath) throws LoadException {
        requireBucket(bucket);
        var host = "s3." + region + (region.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com");
        return inPath.orElse(!HOST_LABEL.matcher(bucket).matches())
                ? new S3Address("https://" + host, "/" + bucket + "/", bucket)
                : new S3Address("https://" + bucket + "." + host, "/", bucket);
    }

    URI object(String key) {
        return URI.create(base + root + UriEncoding.path(key));
    }

    /** A request to the bucket itself; the query is in the order that the signature wants. */
    URI bucket(Map<String, String> query) {
        return URI.create(base + root + "?" + UriEncoding.query(new TreeMap<>(query)));
    }

    private static URI parse(String endpoint) throws LoadException {
        try {
            var uri = new URI(endpoint.contains("://") ? endpoint.strip() : "https://" + endpoint.strip());
            var http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawQuery() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw notAnEndpoint();
        }
        throw notAnEndpoint();
    }

    /** Without quoting it: people put passwords into URLs. */
    private static LoadException notAnEndpoint() {
        return new LoadException(
                Reason.INVALID_ARGUMENT,
                "The endpoint_url of the s3 storage is not usable; expected is http:// or https://, a host, and perhaps a"
                        + " port, without user or query.");
    }

    /** As the platform will send it in the Host header, because that is signed: no default port. */
    private static String authority(URI uri) {
        int standard = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        return uri.getPort() < 0 || uri.getPort() == standard ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    private static void requireBucket(String bucket) throws LoadException {
        if (!BUCKET.matcher(bucket).matches()) {
            throw new LoadException(
                    Reason.INVALID_ARGUMENT, "'" + bucket + "' can't be the name of a bucket; correct the 'bucket'.");
        }
    }
}
