package dev.inferport.stores;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Azure Blob Storage with one account, one container and a key: List Blobs and Get Blob, in pages of 100. */
final class AzureServer extends StoreServer {

    private static final int PAGE = 100;
    private static final String ACCOUNT = "localaccount";
    private static final String CONTAINER = "/" + ACCOUNT + "/models";

    private final byte[] key = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);

    AzureServer(Path folder, int port) throws IOException {
        super(folder, port);
    }

    @Override
    public ObjectNode entry() {
        return JSON.createObjectNode()
                .put("type", "azure")
                .put("account_name", ACCOUNT)
                .put("container", "models")
                .put(
                        "connection_string",
                        "DefaultEndpointsProtocol=http;AccountName=" + ACCOUNT + ";AccountKey=" + secret()
                                + ";BlobEndpoint=" + url() + "/" + ACCOUNT + ";");
    }

    @Override
    public String secret() {
        return Base64.getEncoder().encodeToString(key);
    }

    @Override
    void answer(Call call) throws IOException {
        if (!call.header("Authorization").equals("SharedKey " + ACCOUNT + ":" + signature(call))) {
            refuse(call, 403, "AuthenticationFailed");
        } else if (call.path().equals(CONTAINER)) {
            call.answer(200, "application/xml", page(call));
        } else if (call.path().startsWith(CONTAINER + "/")) {
            read(call, Call.decoded(call.path().substring(CONTAINER.length() + 1)));
        } else {
            refuse(call, 404, "ContainerNotFound");
        }
    }

    private void read(Call call, String name) throws IOException {
        var item = folder().find(name);
        if (item.isEmpty()) {
            refuse(call, 404, "BlobNotFound");
            return;
        }
        var tag = tag(item.get());
        var wanted = call.header("If-Match");
        if (!wanted.isEmpty() && !wanted.equals("\"" + tag + "\"")) {
            refuse(call, 412, "ConditionNotMet");
            return;
        }
        call.set("ETag", "\"" + tag + "\"");
        call.set(
                call.header("Range").isEmpty() ? "Content-MD5" : "x-ms-blob-content-md5",
                md5(item.get().file()));
        call.answer(item.get());
    }

    private String page(Call call) throws IOException {
        var query = call.query();
        var found = folder().list(query.getOrDefault("prefix", ""), query.getOrDefault("marker", ""));
        var page = found.subList(0, Math.min(PAGE, found.size()));
        var blobs = page.stream()
                .map(item -> "<Blob><Name Encoded=\"true\">"
                        + URLEncoder.encode(item.key(), StandardCharsets.UTF_8).replace("+", "%20")
                        + "</Name><Properties><Content-Length>" + item.size() + "</Content-Length><Etag>" + tag(item)
                        + "</Etag></Properties></Blob>")
                .collect(Collectors.joining());
        var next = page.size() < found.size() ? page.get(page.size() - 1).key() : "";
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults><Blobs>" + blobs + "</Blobs><NextMarker>"
                + next + "</NextMarker></EnumerationResults>";
    }

    /** The string to sign of "Authorize with Shared Key", line by line, from what arrived. */
    private String signature(Call call) {
        var standard = Stream.of(
                        "Content-Encoding",
                        "Content-Language",
                        "Content-Length",
                        "Content-MD5",
                        "Content-Type",
                        "Date",
                        "If-Modified-Since",
                        "If-Match",
                        "If-None-Match",
                        "If-Unmodified-Since",
                        "Range")
                .map(name -> call.header(name) + "\n")
                .collect(Collectors.joining());
        var query = call.query().entrySet().stream()
                .map(parameter -> "\n" + parameter.getKey() + ":" + parameter.getValue())
                .collect(Collectors.joining());
        return hmac(call.method() + "\n" + standard + "x-ms-date:" + call.header("x-ms-date") + "\nx-ms-version:"
                + call.header("x-ms-version") + "\n/" + ACCOUNT + call.path() + query);
    }

    private String hmac(String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String md5(Path file) throws IOException {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("MD5").digest(Files.readAllBytes(file)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String tag(StoreFolder.Item item) {
        return "0x" + Long.toHexString(item.state());
    }

    private static void refuse(Call call, int status, String code) throws IOException {
        call.set("x-ms-error-code", code);
        call.answer(status, "application/xml", "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code></Error>");
    }
}
