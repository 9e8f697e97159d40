package dev.inferport.adapter.gcs;

import dev.inferport.adapter.storage.ByteRange;
import dev.inferport.adapter.storage.Cancellation;
import dev.inferport.adapter.storage.HttpGet;
import dev.inferport.adapter.storage.HttpReply;
import dev.inferport.adapter.storage.HttpStatuses;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.ObjectBody;
import dev.inferport.adapter.storage.ObjectPage;
import dev.inferport.adapter.storage.ObjectStore;
import dev.inferport.adapter.storage.StoredObject;
import dev.inferport.adapter.storage.UriEncoding;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One bucket. Thread-safe; nothing in it changes. */
final class GcsStore implements ObjectStore {

    private final URI endpoint;
    private final String bucket;
    private final HttpGet http;

    GcsStore(URI endpoint, String bucket, HttpGet http) {
        this.endpoint = endpoint;
        this.bucket = bucket;
        this.http = http;
    }

    @Override
    public String location() {
        return "bucket '" + bucket + "' at " + endpoint;
    }

    @Override
    public ObjectPage list(String prefix, Optional<String> pageToken, Cancellation cancellation) throws LoadException {
        var query = new LinkedHashMap<String, String>();
        query.put("prefix", prefix);
        query.put("fields", GcsListing.FIELDS);
        pageToken.ifPresent(token -> query.put("pageToken", token));
        try (var reply = http.get(uri("", query), Map.of(), cancellation)) {
            if (reply.status() != 200) {
                throw failure(reply, "the listing of '" + prefix + "' in " + location());
            }
            var body = reply.body();
            var page = GcsListing.parse(body);
            body.transferTo(OutputStream.nullOutputStream());
            return page;
        } catch (IOException e) {
            cancellation.throwIfCancelled();
            throw new LoadException(
                    Reason.UNAVAILABLE,
                    "The listing of " + location() + " can't be read; check that a server for Google Cloud Storage is"
                            + " there.",
                    e);
        }
    }

    @Override
    public ObjectBody open(StoredObject object, ByteRange range, Cancellation cancellation) throws LoadException {
        var query = new LinkedHashMap<String, String>();
        query.put("alt", "media");
        object.validator().ifPresent(generation -> query.put("ifGenerationMatch", generation));
        var headers = range.header().map(value -> Map.of("Range", value)).orElse(Map.of());
        var reply = http.get(uri("/" + UriEncoding.all(object.key()), query), headers, cancellation);
        if (reply.status() == 200) {
            return new ObjectBody(reply.body(), 0, GcsChecksums.of(reply));
        }
        if (reply.status() == 206) {
            return new ObjectBody(reply.body(), reply.rangeStart(range.start()), GcsChecksums.of(reply));
        }
        try (reply) {
            throw failure(reply, "the object '" + object.key() + "' in " + location());
        }
    }

    @Override
    public boolean answersRanges() {
        return true;
    }

    private URI uri(String object, Map<String, String> query) {
        return URI.create(
                endpoint + "/storage/v1/b/" + UriEncoding.all(bucket) + "/o" + object + "?" + UriEncoding.query(query));
    }

    private static LoadException failure(HttpReply reply, String what) {
        var reason = HttpStatuses.reason(reply.status());
        return new LoadException(
                        reason,
                        "The store did not give " + what + " (HTTP status " + reply.status() + "); " + remedy(reason))
                .after(reply.retryAfter());
    }

    private static String remedy(Reason reason) {
        return switch (reason) {
            case PERMISSION_DENIED -> "check private_key and client_email, and what the account may read.";
            case NOT_FOUND -> "check the 'bucket' of the storage and the path of the model.";
            case FAILED_PRECONDITION -> "it changed while it was being read, so load the model again.";
            case UNAVAILABLE -> "try again later.";
            default -> "check the bucket and the endpoint_url of the storage.";
        };
    }
}
