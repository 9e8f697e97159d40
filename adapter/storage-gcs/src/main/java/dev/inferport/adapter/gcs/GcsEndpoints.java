package dev.inferport.adapter.gcs;

import java.net.URI;
import java.util.Map;

/**
 * Google's own servers.
 *
 * @param storage the JSON API
 * @param metadata the metadata server of the machine, which only answers inside of Google's cloud
 */
record GcsEndpoints(URI storage, URI metadata) {

    static GcsEndpoints of(Map<String, String> environment) {
        var metadata = environment.getOrDefault("GCE_METADATA_HOST", "metadata.google.internal");
        return new GcsEndpoints(URI.create("https://storage.googleapis.com"), URI.create("http://" + metadata));
    }
}
