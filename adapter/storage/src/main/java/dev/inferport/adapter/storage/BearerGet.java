package dev.inferport.adapter.storage;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** Reads with an access token; a token that the store refuses is replaced once. Thread-safe. */
public final class BearerGet implements HttpGet {

    private final HttpGet plain;
    private final Renewed<AccessToken> tokens;

    /** Adds tokens to what {@code plain} sends. */
    public BearerGet(HttpGet plain, Renewed<AccessToken> tokens) {
        this.plain = plain;
        this.tokens = tokens;
    }

    @Override
    public HttpReply get(URI uri, Map<String, String> headers, Cancellation cancellation) throws LoadException {
        var token = tokens.current(cancellation);
        var reply = send(uri, headers, token, cancellation);
        if (reply.status() != 401) {
            return reply;
        }
        reply.close();
        tokens.refused(token);
        return send(uri, headers, tokens.current(cancellation), cancellation);
    }

    private HttpReply send(URI uri, Map<String, String> headers, AccessToken token, Cancellation cancellation)
            throws LoadException {
        var all = new HashMap<>(headers);
        all.put("Authorization", "Bearer " + token.value());
        return plain.get(uri, all, cancellation);
    }
}
