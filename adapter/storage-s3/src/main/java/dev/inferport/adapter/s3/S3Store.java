package dev.inferport.adapter.s3;

import dev.inferport.adapter.storage.ByteRange;
import dev.inferport.adapter.storage.Cancellation;
import dev.inferport.adapter.storage.HttpReply;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.ObjectBody;
import dev.inferport.adapter.storage.ObjectPage;
import dev.inferport.adapter.storage.ObjectStore;
import dev.inferport.adapter.storage.StoredObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.xml.stream.XMLStreamException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One bucket. Thread-safe. */
final class S3Store implements ObjectStore {

    private static final Logger log = LoggerFactory.getLogger(S3Store.class);

    private final S3Places places;

    /** Changes at most to the region that the store itself names; that two threads find out does no harm. */
    private volatile S3Place place;

    S3Store(S3Places places) throws LoadException {
        this.places = places;
        this.place = places.first();
    }

    @Override
    public String location() {
        return "bucket '" + place.address().bucket() + "' at " + place.address().base();
    }

    @Override
    public ObjectPage list(String prefix, Optional<String> pageToken, Cancellation cancellation) throws LoadException {
        var query = new LinkedHashMap<String, String>();
        query.put("list-type", "2");
        query.put("prefix", prefix);
        query.put("encoding-type", "url");
        pageToken.ifPresent(token -> query.put("continuation-token", token));
        try (var reply =
                get(bucket -> bucket.bucket(query), Map.of(), "the listing of '" + prefix + "'", cancellation)) {
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
    public ObjectBody open(StoredObject object, ByteRange range, Cancellation cancellation) throws LoadException {
        var headers = new LinkedHashMap<String, String>();
        object.validator().ifPresent(tag -> headers.put("If-Match", tag));
        headers.put("x-amz-checksum-mode", "ENABLED");
        range.header().ifPresent(value -> headers.put("Range", value));
        var what = "the object '" + object.key() + "'";
        var reply = get(bucket -> bucket.object(object.key()), headers, what, cancellation);
        return reply.status() == 200
                ? new ObjectBody(reply.body(), 0, S3Checksums.of(reply, places.verifiesChecksums()))
                : new ObjectBody(
                        reply.body(),
                        reply.rangeStart(range.start()),
                        places.verifiesChecksums() ? S3Checksums.ofTag(reply) : Optional.empty());
    }

    @Override
    public boolean answersRanges() {
        return true;
    }

    /** A successful reply; where the bucket turns out to be in another region, from there. */
    private HttpReply get(
            Function<S3Address, URI> uri, Map<String, String> headers, String what, Cancellation cancellation)
            throws LoadException {
        var here = place;
        var reply = here.http().get(uri.apply(here.address()), headers, cancellation);
        if (isSuccess(reply)) {
            return reply;
        }
        var error = S3Error.read(reply);
        var region = error.region().filter(name -> !name.equals(here.region()));
        if (region.isEmpty()) {
            throw error.failure(what + " in " + location());
        }
        var there = places.in(region.get());
        log.info(
                "event=bucket_region_found bucket={} region={}", there.address().bucket(), there.region());
        var second = there.http().get(uri.apply(there.address()), headers, cancellation);
        if (isSuccess(second)) {
            place = there;
            return second;
        }
        throw S3Error.read(second).failure(what + " in " + location());
    }

    private static boolean isSuccess(HttpReply reply) {
        return reply.status() == 200 || reply.status() == 206;
    }
}
