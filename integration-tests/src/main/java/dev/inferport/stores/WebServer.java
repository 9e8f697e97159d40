package dev.inferport.stores;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * A plain web server with files below {@code /models/}, for whoever sends the right {@code Authorization}. As HTTP has
 * no folders, a folder {@code a} is there as {@code a.zip}.
 */
final class WebServer extends StoreServer {

    private static final String ROOT = "/models/";
    private static final String ZIP = ".zip";

    private final String secret = "token-" + UUID.randomUUID();

    WebServer(Path folder, int port) throws IOException {
        super(folder, port);
    }

    @Override
    public ObjectNode entry() {
        var entry = JSON.createObjectNode().put("type", "http").put("url", url() + ROOT);
        entry.putObject("headers").put("Authorization", "Bearer " + secret);
        return entry;
    }

    @Override
    public String secret() {
        return secret;
    }

    @Override
    void answer(Call call) throws IOException {
        if (!call.header("Authorization").equals("Bearer " + secret)) {
            call.answer(401, "text/plain", "Who are you?");
            return;
        }
        var path = call.path().startsWith(ROOT) ? Call.decoded(call.path().substring(ROOT.length())) : "";
        var item = folder().find(path);
        if (item.isPresent()) {
            call.set("ETag", "\"" + item.get().state() + "\"");
            call.answer(item.get());
            return;
        }
        var packed = path.endsWith(ZIP)
                ? folder().zip(path.substring(0, path.length() - ZIP.length()))
                : Optional.<byte[]>empty();
        if (packed.isPresent()) {
            call.answer(200, "application/zip", packed.get());
        } else {
            call.answer(404, "text/plain", "There is no such file.");
        }
    }
}
