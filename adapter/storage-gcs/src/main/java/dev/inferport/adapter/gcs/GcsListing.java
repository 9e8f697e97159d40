package dev.inferport.adapter.gcs;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.inferport.adapter.storage.ObjectPage;
import dev.inferport.adapter.storage.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Optional;

/** Reads the answer to {@code objects.list}. */
final class GcsListing {

    /** What is wanted of it; the rest of the metadata would be many times as long. */
    static final String FIELDS = "kind,nextPageToken,items(name,size,generation,contentEncoding)";

    private static final String KIND = "storage#objects";

    private GcsListing() {}

    /**
     * One page; leaves the stream open.
     *
     * @throws IOException if it broke off or is not what was asked for
     */
    static ObjectPage parse(InputStream bytes) throws IOException {
        var page = new ObjectMapper()
                .reader()
                .without(JsonParser.Feature.AUTO_CLOSE_SOURCE)
                .readTree(bytes);
        if (!page.path("kind").asText("").equals(KIND)) {
            throw new IOException("it is not of the kind " + KIND);
        }
        var objects = new ArrayList<StoredObject>();
        for (var item : page.path("items")) {
            objects.add(object(item));
        }
        var token = page.path("nextPageToken").asText("");
        return new ObjectPage(objects, Optional.of(token).filter(text -> !text.isEmpty()));
    }

    private static StoredObject object(JsonNode item) throws IOException {
        var name = item.path("name").asText("");
        var size = item.path("size").asLong(-1);
        if (name.isEmpty() || size < 0) {
            throw new IOException("an object has no name or no size");
        }
        // The store unpacks those on the way, to a size that it does not tell.
        var packed = item.path("contentEncoding").asText("").equals("gzip");
        return new StoredObject(
                name,
                packed ? StoredObject.UNKNOWN_SIZE : size,
                Optional.of(item.path("generation").asText("")).filter(text -> !text.isEmpty()));
    }
}
