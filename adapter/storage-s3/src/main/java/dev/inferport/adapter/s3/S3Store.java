package dev.inferport.adapter.s3;

import dev.inferport.adapter.storage.Cancellation;
import dev.inferport.adapter.storage.HttpReply;
import dev.inferport.adapter.storage.HttpTransport;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.ObjectBody;
import dev.inferport.adapter.storage.ObjectPage;
import dev.inferport.adapter.storage.ObjectStore;
import dev.inferport.adapter.storage.StoredObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;

/** One bucket. Thread-safe; nothing in it changes. */
final class S3Store implements ObjectStore {

    private static final Pattern RANGE_START = Pattern.compile("bytes (\\d{1,18})-.*");

    private final S3Settings settings;
    private final HttpTransport transport;
    private final SignatureV4 signature;
    private final Clock clock;

    S3Store(S3Settings settings, HttpTransport transport, Clock clock) {
        this.settings = settings;
        this.transport = transport;
        this.signature = new SignatureV4(settings.region());
        this.clock = clock;
    }

    @Override
    public String location() {
        return "bucket '" + settings.address().bucket() + "' at "
                + settings.address().base();
    }

    @Override
    public ObjectPage list(String prefix, Optional<String> pageToken, Cancellation cancellation) throws LoadException {
        var query = new LinkedHashMap<String, String>();
        query.put("list-type", "2");
        query.put("prefix", prefix);
        query.put("encoding-type", "url");
        pageToken.ifPresent(token -> query.put("continuation-token", token));
        try (var reply = get(settings.address().bucket(query), Map.of(), cancellation)) {
            if (reply.status() != 200) {
                throw S3Failures.of(reply, "the listing of '" + prefix + "' in " + location());
            }
            var body = reply.body();
            var page = S3Listing.parse(body);
            body.transferTo(OutputStream.nullOutputStream());
            return page;
        } catch (XMLStreamException | IOException e) {
            cancellation.throwIfCancelled();
            throw new LoadException(
                    Reason.UNAVAILABLE,
                    "The listing of " + location() + " can't be read; check that endpoint_url is an S3 store.",
                    e);
        }
    }

    @Override
    public ObjectBody open(StoredObject object, long offset, Cancellation cancellation) throws LoadException {
        var headers = new LinkedHashMap<String, String>();
        object.validator().ifPresent(tag -> headers.put("If-Match", tag));
        headers.put("x-amz-checksum-mode", "ENABLED");
        if (offset > 0) {
            headers.put("Range", "bytes=" + offset + "-");
        }
        var reply = get(settings.address().object(object.key()), headers, cancellation);
        if (reply.status() == 200) {
            var checksum = S3Checksums.of(reply, settings.verifyChecksum());
            return new ObjectBody(reply.body(), 0, checksum);
        }
        if (reply.status() == 206) {
            return new ObjectBody(reply.body(), start(reply, offset), Optional.empty());
        }
        try (reply) {
            throw S3Failures.of(reply, "the object '" + object.key() + "' in " + location());
        }
    }

    private HttpReply get(URI uri, Map<String, String> headers, Cancellation cancellation) throws LoadException {
        var credentials = settings.credentials().current(cancellation);
        var all = credentials.isPresent() ? signature.sign(uri, headers, credentials.get(), clock.instant()) : headers;
        return transport.get(uri, all, cancellation);
    }

    private static long start(HttpReply reply, long offset) {
        var range = RANGE_START.matcher(reply.header("Content-Range").orElse(""));
        return range.matches() ? Long.parseLong(range.group(1)) : offset;
    }
}
