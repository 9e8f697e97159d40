package dev.inferport.adapter.storage;

import java.net.URI;
import java.util.Map;

/**
 * Reads anonymously until that is refused, and from then on as somebody. So a public bucket needs nothing, not even on
 * a machine whose own identity may not read it. Thread-safe.
 */
public final class IdentityIfRefused implements HttpGet {

    private final HttpGet anonymous;
    private final HttpGet somebody;

    /** Only ever becomes true; that two threads find out at the same time does no harm. */
    private volatile boolean refused;

    /** Reads as {@code anonymous} first. */
    public IdentityIfRefused(HttpGet anonymous, HttpGet somebody) {
        this.anonymous = anonymous;
        this.somebody = somebody;
    }

    @Override
    public HttpReply get(URI uri, Map<String, String> headers, Cancellation cancellation) throws LoadException {
        if (!refused) {
            var reply = anonymous.get(uri, headers, cancellation);
            if (reply.status() != 401 && reply.status() != 403) {
                return reply;
            }
            reply.close();
        }
        var reply = somebody.get(uri, headers, cancellation);
        refused = true;
        return reply;
    }
}
