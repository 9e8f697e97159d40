package dev.inferport.adapter.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The published examples of the S3 reference; the keys are its placeholders. */
final class SignatureV4Test {

    private static final String HOST = "https://examplebucket.s3.amazonaws.com";

    private final S3Credentials credentials =
            new S3Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", Optional.empty());

    @Test
    void aReadOfARangeIsSignedAsPublished() {
        assertThat(signature("/test.txt", Map.of("Range", "bytes=0-9")))
                .isEqualTo("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
    }

    @Test
    void aListingIsSignedAsPublished() {
        assertThat(signature("/?max-keys=2&prefix=J", Map.of()))
                .isEqualTo("34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
    }

    @Test
    void aSessionTokenIsSentAndSigned() {
        var temporary = new S3Credentials("id", "secret", Optional.of("token"));
        var headers = new SignatureV4("us-east-1").sign(URI.create(HOST + "/x"), Map.of(), temporary, Instant.EPOCH);
        assertThat(headers).containsEntry("x-amz-security-token", "token");
        assertThat(headers.get("Authorization")).contains("x-amz-security-token");
        assertThat(temporary.toString()).doesNotContain("secret", "token", "id=");
    }

    private String signature(String path, Map<String, String> headers) {
        var signed = new SignatureV4("us-east-1")
                .sign(URI.create(HOST + path), headers, credentials, Instant.parse("2013-05-24T00:00:00Z"));
        var authorization = signed.getOrDefault("Authorization", "");
        return authorization.substring(authorization.lastIndexOf('=') + 1);
    }
}
