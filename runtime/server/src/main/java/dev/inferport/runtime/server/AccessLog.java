package dev.inferport.runtime.server;

import dev.inferport.runtime.core.InferenceObserver;
import dev.inferport.runtime.core.ModelKey;
import dev.inferport.runtime.core.RequestEvent;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** One log line per inference request, whatever front it came through. */
final class AccessLog implements InferenceObserver {

    private static final Logger log = LoggerFactory.getLogger(AccessLog.class);

    /** Names and ids are the client's, who may send a megabyte. */
    private static final int MAX_TEXT = 128;

    private static final double NANOS_PER_MILLI = 1e6;

    private final Level level;

    /** @param level of the lines */
    AccessLog(Level level) {
        this.level = level;
    }

    @Override
    public void requestEnded(RequestEvent request) {
        if (log.isEnabledForLevel(level)) {
            log.atLevel(level)
                    .log(
                            "event=request model=\"{}\" version=\"{}\" id=\"{}\" kind={} outcome={} queue_ms={} predict_ms={}",
                            text(request.modelName()),
                            request.model().map(ModelKey::version).orElse(""),
                            text(request.id().orElse("")),
                            request.streamed() ? "stream" : "unary",
                            request.failure().map(Enum::name).orElse("OK"),
                            millis(request.queueNanos()),
                            millis(request.predictNanos()));
        }
    }

    private static String text(String value) {
        String shown = value.length() <= MAX_TEXT ? value : value.substring(0, MAX_TEXT) + "…";
        return shown.replace('"', '\'');
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / NANOS_PER_MILLI);
    }
}
