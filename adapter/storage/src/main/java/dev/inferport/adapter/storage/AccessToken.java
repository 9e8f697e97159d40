package dev.inferport.adapter.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.inferport.adapter.storage.LoadException.Reason;
import java.io.IOException;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Proves for some time who we are.
 *
 * @param value sent with each request
 * @param expires when it is refused
 */
public record AccessToken(String value, Instant expires) implements Expiring {

    private static final int LONGEST_ANSWER = 64 << 10;
    private static final Pattern ERROR = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    /**
     * Reads the answer of a token endpoint as OAuth 2.0 (RFC 6749, sections 5.1 and 5.2) defines it, and closes it.
     *
     * @param issuer its name for the sentences of errors
     * @param now from when the lifetime counts
     * @throws LoadException PERMISSION_DENIED if the issuer refuses, UNAVAILABLE if it does not work
     */
    public static AccessToken read(HttpReply reply, String issuer, Instant now) throws LoadException {
        try (reply) {
            var answer = json(reply);
            var token = answer.path("access_token").asText("");
            if (reply.status() == 200 && !token.isEmpty()) {
                // Managed identities of Azure tell the seconds as a string.
                return new AccessToken(
                        token, now.plusSeconds(answer.path("expires_in").asLong(300)));
            }
            throw refused(reply.status(), answer.path("error").asText(""), issuer);
        }
    }

    private static JsonNode json(HttpReply reply) {
        try {
            return new ObjectMapper().readTree(reply.excerpt(LONGEST_ANSWER));
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** Of the issuer's words only the code is repeated: its descriptions quote what was sent. */
    private static LoadException refused(int status, String error, String issuer) {
        var why = ERROR.matcher(error).matches() ? error : "HTTP status " + status;
        var passes = status == 200 || HttpStatuses.reason(status) == Reason.UNAVAILABLE;
        return new LoadException(
                passes ? Reason.UNAVAILABLE : Reason.PERMISSION_DENIED,
                issuer + " gave no access token (" + why + "); "
                        + (passes ? "try again later." : "check the credentials of the storage."));
    }

    /** Says nothing about the token. */
    @Override
    public String toString() {
        return "AccessToken[expires=" + expires + "]";
    }
}
