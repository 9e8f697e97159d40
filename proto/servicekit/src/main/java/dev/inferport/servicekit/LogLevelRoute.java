package dev.inferport.servicekit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows and sets log levels of the running process. */
final class LogLevelRoute implements HttpHandler {

    private static final Logger log = LoggerFactory.getLogger(LogLevelRoute.class);

    private static final int MAX_BODY_BYTES = 1024;

    private final LogLevels levels;

    LogLevelRoute(LogLevels levels) {
        this.levels = levels;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (!AdminReply.allowed(exchange, "GET", "HEAD", "PUT", "POST")) {
            return;
        }
        if (exchange.getRequestMethod().startsWith("P")) {
            set(exchange);
        } else {
            AdminReply.text(exchange, 200, show());
        }
    }

    private void set(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readNBytes(MAX_BODY_BYTES), StandardCharsets.UTF_8).strip();
        int separator = body.indexOf('=');
        String logger =
                separator < 0 ? LogLevels.ROOT : body.substring(0, separator).strip();
        String level = body.substring(separator + 1).strip();
        try {
            levels.set(logger, level);
        } catch (IllegalArgumentException e) {
            AdminReply.text(exchange, 400, e.getMessage() + "\n");
            return;
        }
        log.info("event=log_level_set logger={} level={}", logger, level);
        AdminReply.text(exchange, 200, show());
    }

    private String show() {
        return levels.all().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                .collect(Collectors.joining());
    }
}
