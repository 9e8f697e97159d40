package dev.inferport.adapter.s3;

import com.sun.net.httpserver.HttpExchange;
import dev.inferport.adapter.storage.FakeStore;
import dev.inferport.adapter.storage.StorageConfig;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** S3 as far as a pull needs it, with pages of 100 keys; it looks at no signature. */
final class FakeS3 extends FakeStore {

    private static final int PAGE = 100;
    private static final String ROOT = "/bucket/";
    private static final Map<Integer, String> CODES = Map.of(
            403, "AccessDenied", 404, "NoSuchKey", 412, "PreconditionFailed", 500, "InternalError", 503, "SlowDown");

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
        if (query == null) {
            sendObject(exchange, decoded(exchange.getRequestURI().getRawPath().substring(ROOT.length())));
            return;
        }
        var parameters = new LinkedHashMap<String, String>();
        for (var part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            parameters.put(part.substring(0, equals), decoded(part.substring(equals + 1)));
        }
        var prefix = parameters.getOrDefault("prefix", "");
        var after = parameters.getOrDefault("continuation-token", "");
        sendListing(exchange, prefix, page(prefix, after).getBytes(StandardCharsets.UTF_8));
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
