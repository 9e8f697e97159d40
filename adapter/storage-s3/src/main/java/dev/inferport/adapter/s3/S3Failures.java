package dev.inferport.adapter.s3;

import dev.inferport.adapter.storage.HttpReply;
import dev.inferport.adapter.storage.HttpStatuses;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;

/**
 * Says in our words what went wrong. Of the store's words only the error code is repeated: its messages quote keys and
 * signatures.
 */
final class S3Failures {

    private static final int LONGEST_ERROR = 16 << 10;
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9.-]{1,64}");

    private S3Failures() {}

    /**
     * The failure behind a status that is no success.
     *
     * @param what was asked for, such as {@code the object 'a' in bucket 'b' at http://store}
     */
    static LoadException of(HttpReply reply, String what) {
        var error = error(reply);
        var code = word(error, "Code", "HTTP status " + reply.status());
        var region = reply.header("x-amz-bucket-region").orElseGet(() -> word(error, "Region", ""));
        if ((reply.status() == 301 || reply.status() == 307 || reply.status() == 400)
                && CODE.matcher(region).matches()) {
            return new LoadException(
                    Reason.INVALID_ARGUMENT,
                    "The bucket for " + what + " is in the region " + region + "; set 'region' of the storage to it.");
        }
        var reason = reason(reply.status(), code);
        return new LoadException(reason, "The store did not give " + what + " (" + code + "); " + remedy(reason, code));
    }

    private static Reason reason(int status, String code) {
        return switch (code) {
            case "ExpiredToken", "InvalidToken", "TokenRefreshRequired" -> Reason.PERMISSION_DENIED;
            case "RequestTimeout", "SlowDown", "RequestTimeTooSkewed" -> Reason.UNAVAILABLE;
            default -> HttpStatuses.reason(status);
        };
    }

    private static String remedy(Reason reason, String code) {
        if (code.equals("RequestTimeTooSkewed")) {
            return "set the clock of this machine.";
        }
        return switch (reason) {
            case PERMISSION_DENIED -> "check access_key_id, secret_access_key and what they may read.";
            case NOT_FOUND -> code.equals("NoSuchBucket") ? "check the 'bucket' of the storage." : "check the path.";
            case FAILED_PRECONDITION -> "it changed while it was being read, so load the model again.";
            case UNAVAILABLE -> "try again later.";
            default -> "check endpoint_url, bucket and region of the storage.";
        };
    }

    private static Map<String, String> error(HttpReply reply) {
        try {
            var text = reply.excerpt(LONGEST_ERROR).getBytes(StandardCharsets.UTF_8);
            var xml = S3Xml.of(new ByteArrayInputStream(text));
            return xml.root().equals("Error") ? xml.fields() : Map.of();
        } catch (XMLStreamException e) {
            return Map.of();
        }
    }

    private static String word(Map<String, String> error, String name, String otherwise) {
        var value = error.getOrDefault(name, "");
        return CODE.matcher(value).matches() ? value : otherwise;
    }
}
