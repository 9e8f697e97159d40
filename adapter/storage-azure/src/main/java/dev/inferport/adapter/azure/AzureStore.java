package dev.inferport.adapter.azure;

import dev.inferport.adapter.storage.ByteRange;
import dev.inferport.adapter.storage.Cancellation;
import dev.inferport.adapter.storage.Checksum;
import dev.inferport.adapter.storage.HttpGet;
import dev.inferport.adapter.storage.HttpReply;
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
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;

/** One container. Thread-safe; nothing in it changes. */
final class AzureStore implements ObjectStore {

    /** Old enough for every cloud and for the emulator, new enough for access tokens and any character in a name. */
    private static final Map<String, String> VERSION = Map.of("x-ms-version", "2021-04-10");

    private final URI endpoint;
    private final String container;
    private final HttpGet http;

    AzureStore(URI endpoint, String container, HttpGet http) {
        this.endpoint = endpoint;
        this.container = container;
        this.http = http;
    }

    @Override
    public String location() {
        return "container '" + container + "' at " + endpoint;
    }

    @Override
    public ObjectPage list(String prefix, Optional<String> pageToken, Cancellation cancellation) throws LoadException {
        var query = new LinkedHashMap<String, String>();
        query.put("restype", "container");
        query.put("comp", "list");
        query.put("prefix", prefix);
        pageToken.ifPresent(token -> query.put("marker", token));
        var uri = URI.create(endpoint + "/" + UriEncoding.all(container) + "?" + UriEncoding.query(query));
        try (var reply = http.get(uri, VERSION, cancellation)) {
            if (reply.status() != 200) {
                throw AzureFailures.of(reply, "the listing of '" + prefix + "' in " + location());
            }
            var body = reply.body();
            var page = AzureListing.parse(body);
            body.transferTo(OutputStream.nullOutputStream());
            return page;
        } catch (XMLStreamException | IOException e) {
            cancellation.throwIfCancelled();
            throw new LoadException(
                    Reason.UNAVAILABLE,
                    "The listing of " + location() + " can't be read; check that a server for Azure Blob Storage is"
                            + " there.",
                    e);
        }
    }

    @Override
    public ObjectBody open(StoredObject object, ByteRange range, Cancellation cancellation) throws LoadException {
        var headers = new HashMap<>(VERSION);
        object.validator().ifPresent(tag -> headers.put("If-Match", tag));
        range.header().ifPresent(value -> headers.put("Range", value));
        var uri = URI.create(endpoint + "/" + UriEncoding.all(container) + "/" + UriEncoding.path(object.key()));
        var reply = http.get(uri, headers, cancellation);
        if (reply.status() == 200) {
            return new ObjectBody(reply.body(), 0, checksum(reply, "Content-MD5"));
        }
        if (reply.status() == 206) {
            // Of a part, Content-MD5 would be that of the part.
            var checksum = checksum(reply, "x-ms-blob-content-md5");
            return new ObjectBody(reply.body(), reply.rangeStart(range.start()), checksum);
        }
        try (reply) {
            throw AzureFailures.of(reply, "the blob '" + object.key() + "' in " + location());
        }
    }

    @Override
    public boolean answersRanges() {
        return true;
    }

    /** Large blobs that were sent in blocks have none, unless who sent them gave one. */
    private static Optional<Checksum> checksum(HttpReply reply, String header) {
        try {
            return reply.header(header)
                    .map(text -> Base64.getDecoder().decode(text))
                    .filter(bytes -> bytes.length == 16)
                    .map(bytes ->
                            new Checksum(Checksum.Algorithm.MD5, HexFormat.of().formatHex(bytes)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
