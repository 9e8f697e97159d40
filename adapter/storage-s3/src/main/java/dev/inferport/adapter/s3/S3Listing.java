package dev.inferport.adapter.s3;

import dev.inferport.adapter.storage.ObjectPage;
import dev.inferport.adapter.storage.StoredObject;
import dev.inferport.adapter.storage.XmlFields;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;

/** Reads the answer to ListObjectsV2. */
final class S3Listing {

    private final List<Map<String, String>> contents = new ArrayList<>();
    private final Map<String, String> fields = new LinkedHashMap<>();

    private S3Listing() {}

    /**
     * One page.
     *
     * @throws XMLStreamException if it broke off or is not what was asked for
     */
    static ObjectPage parse(InputStream bytes) throws XMLStreamException {
        var listing = new S3Listing();
        var xml = XmlFields.of(bytes);
        if (!xml.name().equals("ListBucketResult")) {
            throw new XMLStreamException("it is not a ListBucketResult");
        }
        while (xml.next()) {
            if (xml.name().equals("Contents")) {
                var item = new HashMap<String, String>();
                xml.forEachLeaf(item::putIfAbsent);
                listing.contents.add(item);
            } else {
                listing.fields.put(xml.name(), xml.text());
            }
        }
        return listing.page();
    }

    private ObjectPage page() throws XMLStreamException {
        var objects = new ArrayList<StoredObject>();
        for (var item : contents) {
            objects.add(object(item));
        }
        var truncated = "true".equals(fields.get("IsTruncated"));
        var token = Optional.ofNullable(fields.get("NextContinuationToken")).filter(text -> !text.isEmpty());
        if (truncated && token.isEmpty()) {
            throw new XMLStreamException("it goes on but does not say where");
        }
        return new ObjectPage(objects, truncated ? token : Optional.empty());
    }

    private StoredObject object(Map<String, String> item) throws XMLStreamException {
        var key = item.get("Key");
        var size = item.get("Size");
        if (key == null || size == null) {
            throw new XMLStreamException("an object has no key or no size");
        }
        try {
            return new StoredObject(
                    decoded(key),
                    Long.parseLong(size.strip()),
                    Optional.ofNullable(item.get("ETag")).filter(tag -> !tag.isBlank()));
        } catch (IllegalArgumentException e) {
            throw new XMLStreamException("an object has an impossible key or size", e);
        }
    }

    /** Keys may have characters that XML has not; then the store sends them encoded, if it can. */
    private String decoded(String key) {
        return "url".equals(fields.get("EncodingType")) ? URLDecoder.decode(key, StandardCharsets.UTF_8) : key;
    }
}
