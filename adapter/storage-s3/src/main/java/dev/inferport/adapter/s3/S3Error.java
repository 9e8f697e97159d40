package dev.inferport.adapter.s3;

import dev.inferport.adapter.storage.HttpReply;
import dev.inferport.adapter.storage.HttpStatuses;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.XmlFields;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;

/**
 * What the store says about a request that failed. Of its words only the error code and the region are taken: its
 * messages quote keys and signatures.
 *
 * @param status of HTTP
 * @param code in the words of S3, or the status
 * @param region in which the bucket really is, if the request went to another one
 * @param retryAfter the pause that it asks for
 */
record S3Error(int status, String code, Optional<String> region, Optional<Duration> retryAfter) {

    private static final int LONGEST_ERROR = 16 << 10;
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9.-]{1,64}");

    /** Reads the answer and closes it. */
    static S3Error read(HttpReply reply) {
        try (reply) {
            var fields = fields(reply);
            var elsewhere = reply.status() == 301 || reply.status() == 307 || reply.status() == 400;
            var region = reply.header("x-amz-bucket-region")
                    .or(() -> Optional.ofNullable(fields.get("Region")))
                    .filter(name -> elsewhere && S3Settings.isRegion(name));
            var code = Optional.ofNullable(fields.get("Code"))
                    .filter(text -> WORD.matcher(text).matches())
                    .orElse("HTTP status " + reply.status());
            return new S3Error(reply.status(), code, region, reply.retryAfter());
        }
    }

    /**
     * The failure of the pull.
     *
     * @param what was asked for, such as {@code the object 'a' in bucket 'b' at http://store}
     */
    LoadException failure(String what) {
        if (region.isPresent()) {
            return new LoadException(
                    Reason.INVALID_ARGUMENT,
                    "The bucket for " + what + " is in the region " + region.get()
                            + "; set 'region' of the storage to it.");
        }
        var reason = reason();
        return new LoadException(reason, "The store did not give " + what + " (" + code + "); " + remedy(reason))
                .after(retryAfter);
    }

    private Reason reason() {
        return switch (code) {
            case "ExpiredToken", "InvalidToken", "TokenRefreshRequired" -> Reason.PERMISSION_DENIED;
            case "RequestTimeout", "SlowDown", "RequestTimeTooSkewed" -> Reason.UNAVAILABLE;
            default -> HttpStatuses.reason(status);
        };
    }

    private String remedy(Reason reason) {
        if (code.equals("RequestTimeTooSkewed")) {
            return "set the clock of this machine.";
        }
        return switch (reason) {
            case PERMISSION_DENIED ->
                "check access_key_id and secret_access_key, or the role of the pod, and what they may read.";
            case NOT_FOUND -> code.equals("NoSuchBucket") ? "check the 'bucket' of the storage." : "check the path.";
            case FAILED_PRECONDITION -> "it changed while it was being read, so load the model again.";
            case UNAVAILABLE -> "try again later.";
            default -> "check endpoint_url, bucket and region of the storage.";
        };
    }

    private static Map<String, String> fields(HttpReply reply) {
        var fields = new HashMap<String, String>();
        try {
            var xml = XmlFields.of(
                    new ByteArrayInputStream(reply.excerpt(LONGEST_ERROR).getBytes(StandardCharsets.UTF_8)));
            if (xml.name().equals("Error")) {
                xml.forEachLeaf(fields::put);
            }
        } catch (XMLStreamException e) {
            return fields;
        }
        return fields;
    }
}
