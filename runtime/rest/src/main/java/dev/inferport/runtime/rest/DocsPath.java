package dev.inferport.runtime.rest;

/**
 * Where a page or a document is, so that what it refers to can be named relative to it; that works behind a proxy which
 * serves this server under a path of its own.
 *
 * @param path behind the prefix of such a proxy, not decoded
 */
record DocsPath(String path) {

    private static final String MODELS = "/v2/models/";

    /** From a page to {@code /v2/}. */
    String toProtocolRoot() {
        return "../".repeat((int) Math.max(0, depth() - 2));
    }

    /** From a page to its document. */
    String toDocument() {
        return path.endsWith("/") ? "dataplane.json" : "docs/dataplane.json";
    }

    /** From a document to the root of this server. */
    String toServer() {
        return ".".concat("/..".repeat((int) Math.max(0, depth() - 1)));
    }

    /** The name of the model, as it was in the path. */
    String encodedModel() {
        int start = MODELS.length();
        return path.substring(start, path.indexOf('/', start));
    }

    private long depth() {
        return path.chars().filter(c -> c == '/').count();
    }
}
