package dev.inferport.adapter.storage;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The files below a URL, each known by its name only: HTTP has no folders. Thread-safe; nothing in it changes. */
final class HttpFiles implements ObjectStore {

    private static final Pattern SLASHES_AT_END = Pattern.compile("/+$");

    private final URI base;
    private final HttpGet http;

    HttpFiles(URI base, HttpGet http) {
        this.base = base;
        this.http = http;
    }

    @Override
    public String location() {
        return base.getScheme() + "://" + base.getRawAuthority();
    }

    /**
     * The one file of this name, or none where a folder is asked for. This starts to read the file, as not every server
     * answers HEAD, and not every signature allows it.
     */
    @Override
    public ObjectPage list(String prefix, Optional<String> pageToken, Cancellation cancellation) throws LoadException {
        if (prefix.endsWith("/")) {
            return new ObjectPage(List.of(), Optional.empty());
        }
        try (var reply = http.get(uri(prefix), Map.of(), cancellation)) {
            requireSuccess(reply, prefix);
            var size = Math.max(StoredObject.UNKNOWN_SIZE, reply.length());
            return new ObjectPage(List.of(new StoredObject(prefix, size, reply.header("ETag"))), Optional.empty());
        }
    }

    @Override
    public ObjectBody open(StoredObject object, ByteRange range, Cancellation cancellation) throws LoadException {
        // A weak ETag does not promise the same bytes, so what it names can't be resumed.
        var strong = object.validator().filter(tag -> !tag.startsWith("W/"));
        var wanted = range.header();
        var headers = wanted.isPresent() && strong.isPresent()
                ? Map.of("Range", wanted.get(), "If-Range", strong.get())
                : Map.<String, String>of();
        var reply = http.get(uri(object.key()), headers, cancellation);
        try {
            requireSuccess(reply, object.key());
            requireUnchanged(reply, object);
        } catch (LoadException e) {
            reply.close();
            throw e;
        }
        return reply.status() == 206
                ? new ObjectBody(reply.body(), reply.rangeStart(range.start()), Optional.empty())
                : new ObjectBody(reply.body(), 0, HttpChecksums.of(reply));
    }

    private URI uri(String key) {
        var path = Optional.ofNullable(base.getRawPath()).orElse("");
        var full = key.isEmpty() ? path : SLASHES_AT_END.matcher(path).replaceFirst("") + "/" + UriEncoding.path(key);
        var query = base.getRawQuery() == null ? "" : "?" + base.getRawQuery();
        return URI.create(location() + (full.isEmpty() ? "/" : full) + query);
    }

    private void requireSuccess(HttpReply reply, String key) throws LoadException {
        if (reply.status() == 200 || reply.status() == 206) {
            return;
        }
        var reason = HttpStatuses.reason(reply.status());
        throw new LoadException(
                        reason,
                        location() + " did not give the file '" + key + "' (HTTP status " + reply.status() + "); "
                                + remedy(reason))
                .after(reply.retryAfter());
    }

    private static String remedy(Reason reason) {
        return switch (reason) {
            case PERMISSION_DENIED -> "check the headers and the client certificate of the storage.";
            case UNAVAILABLE -> "try again later.";
            default -> "check the url of the storage and the path of the model.";
        };
    }

    private static void requireUnchanged(HttpReply reply, StoredObject object) throws LoadException {
        var tag = reply.header("ETag");
        if (object.validator().isPresent() && !tag.equals(object.validator())) {
            throw new LoadException(
                    Reason.FAILED_PRECONDITION,
                    "The file '" + object.key() + "' changed while it was being read; load the model again.");
        }
    }
}
