package dev.inferport.adapter.storage;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the SHA-256 that the answer of a web server gives for the whole file: {@code Repr-Digest} or
 * {@code Content-Digest} (RFC 9530), or the older {@code Digest} (RFC 3230). Only what was not compressed on the way
 * has them, and we ask for nothing compressed.
 */
final class HttpChecksums {

    private static final Pattern SHA256 =
            Pattern.compile("(?i)(?:^|[,\\s])sha-256=:?([A-Za-z0-9+/]{43}=):?(?:$|[,;\\s])");

    private HttpChecksums() {}

    static Optional<Checksum> of(HttpReply reply) {
        return Stream.of("Repr-Digest", "Content-Digest", "Digest")
                .flatMap(name -> reply.headers(name).stream())
                .map(SHA256::matcher)
                .filter(Matcher::find)
                .map(found -> new Checksum(
                        Checksum.Algorithm.SHA256,
                        HexFormat.of().formatHex(Base64.getDecoder().decode(found.group(1)))))
                .findFirst();
    }
}
