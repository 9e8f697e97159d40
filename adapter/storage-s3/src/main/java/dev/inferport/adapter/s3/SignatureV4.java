package dev.inferport.adapter.s3;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs a GET without a body, as "Authenticating Requests: Using the Authorization Header (AWS Signature Version 4)" of
 * the S3 reference defines it.
 */
final class SignatureV4 {

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String EMPTY_BODY = HexFormat.of().formatHex(sha256(""));
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final String region;

    SignatureV4(String region) {
        this.region = region;
    }

    /**
     * The headers to send: the given ones, all signed, and those of the signature. {@code Host} is signed and left to
     * the transport.
     *
     * @param uri with an encoded path and a query whose parts are encoded and sorted
     */
    Map<String, String> sign(URI uri, Map<String, String> headers, S3Credentials credentials, Instant now) {
        var time = TIME.format(now);
        var signed = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        signed.putAll(headers);
        signed.put("x-amz-content-sha256", EMPTY_BODY);
        signed.put("x-amz-date", time);
        credentials.sessionToken().ifPresent(token -> signed.put("x-amz-security-token", token));
        signed.put("host", uri.getRawAuthority());

        var names = signed.keySet().stream().map(SignatureV4::lower).collect(Collectors.joining(";"));
        var scope = time.substring(0, 8) + "/" + region + "/s3/aws4_request";
        var toSign = String.join(
                "\n", ALGORITHM, time, scope, HexFormat.of().formatHex(sha256(canonical(uri, signed, names))));
        var signature = HexFormat.of().formatHex(hmac(key(credentials, time.substring(0, 8)), toSign));

        signed.remove("host");
        signed.put(
                "Authorization",
                ALGORITHM + " Credential=" + credentials.accessKeyId() + "/" + scope + ",SignedHeaders=" + names
                        + ",Signature=" + signature);
        return signed;
    }

    private static String canonical(URI uri, Map<String, String> signed, String names) {
        var headers = signed.entrySet().stream()
                .map(header -> lower(header.getKey()) + ":" + header.getValue().strip() + "\n")
                .collect(Collectors.joining());
        var query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        return String.join("\n", "GET", uri.getRawPath(), query, headers, names, EMPTY_BODY);
    }

    private byte[] key(S3Credentials credentials, String day) {
        var seed = ("AWS4" + credentials.secretAccessKey()).getBytes(StandardCharsets.UTF_8);
        return hmac(hmac(hmac(hmac(seed, day), region), "s3"), "aws4_request");
    }

    private static String lower(String name) {
        return name.toLowerCase(java.util.Locale.ROOT);
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime lacks HmacSHA256", e);
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime lacks SHA-256", e);
        }
    }
}
