package dev.inferport.adapter.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inferport.adapter.storage.LoadException.Reason;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Keeps the parameters of a request from sending stored credentials to a host, or through a trust, that the owner of
 * the credentials did not choose. Who may deploy a model may choose a bucket, not where the keys go.
 */
final class RedirectGuard {

    /** Fields that can't be a credential. What is not here counts as one: a forgotten name must fail closed. */
    private static final Set<String> HARMLESS = Set.of(
            "type",
            "bucket",
            "defaultbucket",
            "sbucket",
            "region",
            "defaultregion",
            "container",
            "name",
            "endpointurl",
            "endpointurls",
            "url",
            "certificate",
            "tokenuri",
            "accountname",
            "verifychecksum",
            "unpack",
            "sha",
            "auth",
            "anonymous",
            "anonymouscredential",
            "pathstyle",
            "cabundle",
            "verifyssl",
            "sendpoint",
            "susehttps",
            "sverifyssl",
            "suservirtualbucket");

    /** Names of fields that decide whom we talk to and whom we believe, reduced to their letters. */
    private static final Pattern REDIRECTING = Pattern.compile(
            "type|.*(endpoint|url|uri|host|certificate|bundle|proxy|verifyssl|usehttps|authority|connectionstring|accountname).*");

    /** Of them, those that decide whom we believe. */
    private static final Pattern TRUST = Pattern.compile(".*(certificate|bundle|verifyssl).*");

    private static final Pattern NOT_A_LETTER = Pattern.compile("[^a-z]");

    private final ObjectNode stored;

    RedirectGuard(ObjectNode stored) {
        this.stored = stored;
    }

    void check(Map<String, String> parameters) throws LoadException {
        if (credentials().allMatch(parameters::containsKey)) {
            return;
        }
        for (var parameter : parameters.entrySet()) {
            var name = parameter.getKey();
            if (redirects(name) && !isStored(name, parameter.getValue())) {
                throw new LoadException(
                        Reason.INVALID_ARGUMENT,
                        "The storage parameter '" + name + "' can't change where stored credentials are sent; name a"
                                + " storage key whose entry has that " + name
                                + ", or give the credentials with the parameters.");
            }
        }
    }

    /** Whether the parameters, and not the stored entry, say whom to believe. */
    boolean changesTrust(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .anyMatch(
                        parameter -> TRUST.matcher(letters(parameter.getKey())).matches()
                                && !isStored(parameter.getKey(), parameter.getValue()));
    }

    private Stream<String> credentials() {
        return stored.properties().stream()
                .filter(field -> !HARMLESS.contains(letters(field.getKey())) || isSigned(field.getValue()))
                .map(Map.Entry::getKey);
    }

    /** A URL with a query has a signature in it, as far as anyone can tell. */
    private static boolean isSigned(JsonNode value) {
        return value.asText("").contains("?");
    }

    private static boolean redirects(String path) {
        int dot = path.indexOf('.');
        var name = dot < 0 ? path : path.substring(0, dot);
        return REDIRECTING.matcher(letters(name)).matches();
    }

    /** One form for all spellings: {@code AWS_ENDPOINT_URL} is {@code endpoint_url} here. */
    private static String letters(String name) {
        var letters = NOT_A_LETTER.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
        return letters.startsWith("aws") ? letters.substring(3) : letters;
    }

    private boolean isStored(String name, String value) {
        var before = stored.get(name);
        return before != null && before.isTextual() && before.asText().equals(value);
    }
}
