package dev.inferport.adapter.storage;

import java.net.URI;
import java.util.Map;

/** Reads over HTTP: plainly, or with credentials that an implementation adds. Thread-safe. */
@FunctionalInterface
public interface HttpGet {

    /**
     * Sends a GET and waits for the header of the response, whatever its status.
     *
     * @return to be closed by the caller
     * @throws LoadException if there is no response, or no credentials could be had
     */
    HttpReply get(URI uri, Map<String, String> headers, Cancellation cancellation) throws LoadException;
}
