package dev.inferport.adapter.s3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.inferport.adapter.storage.HttpReply;
import dev.inferport.adapter.storage.HttpStatuses;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the JSON with keys that the services of a machine give. */
final class KeysAnswer {

    private static final int LONGEST_ANSWER = 64 << 10;

    /** What is assumed of keys that don't say. */
    private static final Duration LIFETIME = Duration.ofMinutes(15);

    private KeysAnswer() {}

    /**
     * Reads the answer and closes it.
     *
     * @param issuer its name for the sentences of errors
     * @param now from when keys that don't say are valid
     */
    static TemporaryKeys read(HttpReply reply, String issuer, Instant now) throws LoadException {
        try (reply) {
            if (reply.status() != 200) {
                throw refused(issuer, reply.status());
            }
            var answer = json(reply);
            return keys(
                    answer.path("AccessKeyId").asText(""),
                    answer.path("SecretAccessKey").asText(""),
                    answer.path("Token").asText(""),
                    expires(answer.path("Expiration").asText(""), now));
        } catch (DateTimeException e) {
            throw unusable(issuer);
        }
    }

    static TemporaryKeys keys(@Nullable String id, @Nullable String secret, @Nullable String token, Instant expires)
            throws LoadException {
        if (id == null || id.isEmpty() || secret == null || secret.isEmpty()) {
            throw unusable("The issuer of keys");
        }
        return new TemporaryKeys(
                new S3Credentials(id, secret, Optional.ofNullable(token).filter(text -> !text.isEmpty())), expires);
    }

    /** Without quoting the answer, which may have keys. */
    static LoadException unusable(String issuer) {
        return new LoadException(
                Reason.UNAVAILABLE, issuer + " gave an answer without usable keys; check what answers there.");
    }

    static LoadException refused(String issuer, int status) {
        var passes = HttpStatuses.reason(status) == Reason.UNAVAILABLE;
        return new LoadException(
                passes ? Reason.UNAVAILABLE : Reason.PERMISSION_DENIED,
                issuer + " gave no keys (HTTP status " + status + "); "
                        + (passes ? "try again later." : "check the role of this pod."));
    }

    private static Instant expires(String text, Instant now) {
        return text.isEmpty() ? now.plus(LIFETIME) : Instant.parse(text);
    }

    private static JsonNode json(HttpReply reply) {
        try {
            return new ObjectMapper().readTree(reply.excerpt(LONGEST_ANSWER));
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
