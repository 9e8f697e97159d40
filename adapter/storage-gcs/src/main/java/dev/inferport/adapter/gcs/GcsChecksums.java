package dev.inferport.adapter.gcs;

import dev.inferport.adapter.storage.Checksum;
import dev.inferport.adapter.storage.Checksum.Algorithm;
import dev.inferport.adapter.storage.HttpReply;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the best checksum that the answer to a download gives. */
final class GcsChecksums {

    private static final Pattern COMMA = Pattern.compile(",");

    private GcsChecksums() {}

    static Optional<Checksum> of(HttpReply reply) {
        if (isDecompressed(reply)) {
            return Optional.empty();
        }
        var hashes = hashes(reply);
        return checksum(Algorithm.CRC32C, hashes.get("crc32c")).or(() -> checksum(Algorithm.MD5, hashes.get("md5")));
    }

    /** Then the store unpacks it on the way, and the checksums are those of the packed bytes. */
    private static boolean isDecompressed(HttpReply reply) {
        return reply.header("x-goog-stored-content-encoding").orElse("identity").equals("gzip")
                && reply.header("Content-Encoding").isEmpty();
    }

    /** Either one header with commas or several headers; the Base64 of a value may end with further equals signs. */
    private static Map<String, String> hashes(HttpReply reply) {
        var hashes = new HashMap<String, String>();
        for (var header : reply.headers("x-goog-hash")) {
            for (var hash : Arrays.asList(COMMA.split(header))) {
                int equals = hash.indexOf('=');
                if (equals > 0) {
                    hashes.put(
                            hash.substring(0, equals).strip(),
                            hash.substring(equals + 1).strip());
                }
            }
        }
        return hashes;
    }

    private static Optional<Checksum> checksum(Algorithm algorithm, @Nullable String base64) {
        if (base64 == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Checksum(
                    algorithm, HexFormat.of().formatHex(Base64.getDecoder().decode(base64))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
