package dev.inferport.adapter.azure;

import dev.inferport.adapter.storage.Cancellation;
import dev.inferport.adapter.storage.HttpGet;
import dev.inferport.adapter.storage.HttpReply;
import dev.inferport.adapter.storage.LoadException;
import java.net.URI;
import java.util.Map;

/** Puts a shared access signature behind each URL. Thread-safe. */
final class SasGet implements HttpGet {

    private final HttpGet plain;
    private final AzureIdentity.Sas identity;

    SasGet(HttpGet plain, AzureIdentity.Sas identity) {
        this.plain = plain;
        this.identity = identity;
    }

    @Override
    public HttpReply get(URI uri, Map<String, String> headers, Cancellation cancellation) throws LoadException {
        var separator = uri.getRawQuery() == null ? "?" : "&";
        return plain.get(URI.create(uri + separator + identity.query()), headers, cancellation);
    }
}
