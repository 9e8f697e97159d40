package dev.inferport.adapter.s3;

import com.sun.net.httpserver.HttpExchange;
import dev.inferport.adapter.storage.FakeStore;
import dev.inferport.adapter.storage.StorageConfig;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * S3 as far as a pull needs it, with pages of 100 keys, and the services that lend keys; it looks at no signature, but
 * a private bucket wants keys that were lent.
 */
final class FakeS3 extends FakeStore {

    private static final int PAGE = 100;
    private static final String ROOT = "/bucket/";
    private static final Map<Integer, String> CODES = Map.of(
            403, "AccessDenied", 404, "NoSuchKey", 412, "PreconditionFailed", 500, "InternalError", 503, "SlowDown");

    private final Queue<String> lent = new ConcurrentLinkedQueue<>();
    volatile Instant expires = Instant.parse("2026-01-01T01:00:00Z");
    volatile boolean isPrivate;
    volatile boolean hasRole = true;
    volatile boolean isOverloaded;
    volatile String proof = "";

    /** The source of each pair of keys that was lent. */
    List<String> lent() {
        return List.copyOf(lent);
    }

    /** A pod whose variables lead here. */
    AwsEnvironment pod(Map<String, String> more) {
        var variables = new HashMap<>(Map.of(
                "AWS_ENDPOINT_URL_S3",
                base(),
                "AWS_ENDPOINT_URL_STS",
                base(),
                "AWS_EC2_METADATA_SERVICE_ENDPOINT",
                base()));
        variables.putAll(more);
        return new AwsEnvironment(variables);
    }

    String url() {
        return base();
    }

    @Override
    public StorageConfig config() {
        return StorageConfig.of(
                "s3",
                Map.of(
                        "endpoint_url", base(),
                        "bucket", "bucket",
                        "access_key_id", "an-access-key",
                        "secret_access_key", "a-secret-key"));
    }

    @Override
    protected void handle(HttpExchange exchange) throws IOException {
        var query = exchange.getRequestURI().getRawQuery();
        var path = exchange.getRequestURI().getPath();
        if (exchange.getRequestMethod().equals("POST")) {
            sendRole(exchange);
        } else if (!path.startsWith(ROOT)) {
            sendKeys(exchange, path);
        } else if (isPrivate && !isLent(exchange)) {
            sendText(exchange, 403, error(403));
        } else if (query == null) {
            sendObject(exchange, decoded(exchange.getRequestURI().getRawPath().substring(ROOT.length())));
        } else {
            var parameters = parameters(query);
            var prefix = parameters.getOrDefault("prefix", "");
            var after = parameters.getOrDefault("continuation-token", "");
            sendListing(exchange, prefix, page(prefix, after).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static Map<String, String> parameters(String query) {
        var parameters = new LinkedHashMap<String, String>();
        for (var part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            parameters.put(part.substring(0, equals), decoded(part.substring(equals + 1)));
        }
        return parameters;
    }

    private boolean isLent(HttpExchange exchange) {
        var headers = exchange.getRequestHeaders();
        var session = String.valueOf(headers.getFirst("x-amz-security-token"));
        return session.startsWith("session-")
                && String.valueOf(headers.getFirst("Authorization"))
                        .contains("Credential=lent-" + session.substring("session-".length()) + "/");
    }

    private void sendRole(HttpExchange exchange) throws IOException {
        var form = parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII));
        proof = form.getOrDefault("WebIdentityToken", "");
        if (!hasRole) {
            var refusal = "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>" + proof
                    + "</Message></Error></ErrorResponse>";
            sendText(exchange, 403, refusal.getBytes(StandardCharsets.UTF_8));
            return;
        }
        lent.add(form.get("Action") + " " + form.get("RoleArn"));
        int number = lent.size();
        var answer = "<AssumeRoleWithWebIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
                + "<AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>lent-" + number
                + "</AccessKeyId><SecretAccessKey>a-lent-secret</SecretAccessKey><SessionToken>session-" + number
                + "</SessionToken><Expiration>" + expires + "</Expiration></Credentials>"
                + "<AssumedRoleUser><Arn>x</Arn></AssumedRoleUser></AssumeRoleWithWebIdentityResult>"
                + "<ResponseMetadata><RequestId>y</RequestId></ResponseMetadata></AssumeRoleWithWebIdentityResponse>";
        sendText(exchange, 200, answer.getBytes(StandardCharsets.UTF_8));
    }

    /** The agent of a container, and the metadata service of a machine, which wants a session first. */
    private void sendKeys(HttpExchange exchange, String path) throws IOException {
        var headers = exchange.getRequestHeaders();
        var inSession = "a-session".equals(headers.getFirst("X-aws-ec2-metadata-token"));
        if (!hasRole) {
            sendText(exchange, 404, new byte[0]);
        } else if (isOverloaded) {
            sendText(exchange, 429, new byte[0]);
        } else if (path.equals("/latest/api/token")) {
            var asked = exchange.getRequestMethod().equals("PUT")
                    && headers.containsKey("X-aws-ec2-metadata-token-ttl-seconds");
            sendText(exchange, asked ? 200 : 405, "a-session".getBytes(StandardCharsets.UTF_8));
        } else if (path.endsWith("/security-credentials/") && inSession) {
            sendText(exchange, 200, "a-role\n".getBytes(StandardCharsets.UTF_8));
        } else if (path.endsWith("/security-credentials/a-role") && inSession) {
            lend(exchange, "machine");
        } else if (path.equals("/container") && "a-proof".equals(headers.getFirst("Authorization"))) {
            lend(exchange, "container");
        } else {
            sendText(exchange, 401, new byte[0]);
        }
    }

    private void lend(HttpExchange exchange, String source) throws IOException {
        lent.add(source);
        int number = lent.size();
        var answer = "{\"AccessKeyId\": \"lent-" + number
                + "\", \"SecretAccessKey\": \"a-lent-secret\", \"Token\": \"session-" + number
                + "\", \"Expiration\": \"" + expires + "\", \"Code\": \"Success\"}";
        sendText(exchange, 200, answer.getBytes(StandardCharsets.UTF_8));
    }

    private static void sendText(HttpExchange exchange, int status, byte[] text) throws IOException {
        exchange.sendResponseHeaders(status, text.length == 0 ? -1 : text.length);
        exchange.getResponseBody().write(text);
    }

    private String page(String prefix, String after) {
        var rest = matching(prefix, key -> after.isEmpty() || key.compareTo(after) > 0);
        var page = rest.subList(0, Math.min(PAGE, rest.size()));
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListBucketResult>");
        xml.append("<EncodingType>url</EncodingType><IsTruncated>")
                .append(page.size() < rest.size())
                .append("</IsTruncated>");
        for (var object : page) {
            xml.append("<Contents><Key>").append(URLEncoder.encode(object.getKey(), StandardCharsets.UTF_8));
            xml.append("</Key><Size>").append(object.getValue().length).append("</Size><ETag>");
            xml.append(tag(object.getValue()).replace("\"", "&quot;"))
                    .append("</ETag><Owner><ID>x</ID></Owner></Contents>");
        }
        if (page.size() < rest.size()) {
            xml.append("<NextContinuationToken>")
                    .append(page.get(page.size() - 1).getKey())
                    .append("</NextContinuationToken>");
        }
        return xml.append("</ListBucketResult>").toString();
    }

    @Override
    protected byte[] error(int status) {
        var code = CODES.getOrDefault(status, "Status" + status);
        return ("<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>a-secret-key</Message></Error>")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
