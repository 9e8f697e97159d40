package dev.inferport.adapter.s3;

import dev.inferport.adapter.storage.Checksum;
import dev.inferport.adapter.storage.Checksum.Algorithm;
import dev.inferport.adapter.storage.HttpReply;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the best checksum that the answer to GetObject gives for the whole object. */
final class S3Checksums {

    private static final Map<String, Algorithm> HEADERS = Map.of(
            "x-amz-checksum-sha256", Algorithm.SHA256,
            "x-amz-checksum-crc32c", Algorithm.CRC32C,
            "x-amz-checksum-crc32", Algorithm.CRC32);

    private static final Pattern MD5_TAG = Pattern.compile("\"?([0-9a-fA-F]{32})\"?");

    private S3Checksums() {}

    static Optional<Checksum> of(HttpReply reply, boolean verifyTag) {
        if (!reply.header("x-amz-checksum-type").orElse("").equalsIgnoreCase("COMPOSITE")) {
            for (var header : HEADERS.entrySet()) {
                var value = reply.header(header.getKey()).flatMap(S3Checksums::hex);
                if (value.isPresent()) {
                    return Optional.of(new Checksum(header.getValue(), value.get()));
                }
            }
        }
        return verifyTag ? ofTag(reply) : Optional.empty();
    }

    /** The ETag is the MD5 of an object that was sent in one piece, unless it is encrypted with keys of its own. */
    static Optional<Checksum> ofTag(HttpReply reply) {
        var ownKeys = reply.header("x-amz-server-side-encryption").orElse("").startsWith("aws:kms")
                || reply.header("x-amz-server-side-encryption-customer-algorithm")
                        .isPresent();
        var tag = MD5_TAG.matcher(reply.header("ETag").orElse(""));
        return !ownKeys && tag.matches() ? Optional.of(new Checksum(Algorithm.MD5, tag.group(1))) : Optional.empty();
    }

    /** Checksums of parts have a dash and a count at their end, and are no Base64. */
    private static Optional<String> hex(String base64) {
        try {
            return Optional.of(HexFormat.of().formatHex(Base64.getDecoder().decode(base64)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
