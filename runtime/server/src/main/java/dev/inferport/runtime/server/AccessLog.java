package dev.inferport.runtime.server;

import dev.inferport.runtime.core.InferenceObserver;
import dev.inferport.runtime.core.ModelKey;
import dev.inferport.runtime.core.RequestEvent;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** One log line per inference request, whatever front it came through. */
final class AccessLog implements InferenceObserver {

    private static final Logger log = LoggerFactory.getLogger(AccessLog.class);

    /** Names and ids are the client's, who may send a megabyte. */
    private static final int MAX_TEXT = 128;

    private static final Pattern TRACE_PARENT =
            Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*");

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
                            "event=request model=\"{}\" version=\"{}\" id=\"{}\" kind={} outcome={} queue_ms={} predict_ms={}{}",
                            text(request.modelName()),
                            request.model().map(ModelKey::version).orElse(""),
                            text(request.id().orElse("")),
                            request.streamed() ? "stream" : "unary",
                            request.failure().map(Enum::name).orElse("OK"),
                            millis(request.queueNanos()),
                            millis(request.predictNanos()),
                            request.traceParent().map(AccessLog::trace).orElse(""));
        }
    }

    /** Of a text that a client chose, as much as anybody needs. */
    static String shortened(String value) {
        return value.length() <= MAX_TEXT ? value : value.substring(0, MAX_TEXT) + "…";
    }

    private static String text(String value) {
        return shortened(value).replace('"', '\'');
    }

    /** The second field of a traceparent says which trace a request belongs to. */
    private static String trace(String traceParent) {
        Matcher fields = TRACE_PARENT.matcher(traceParent);
        return fields.matches() ? " trace_id=" + fields.group(1) : "";
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / NANOS_PER_MILLI);
    }
}
