package dev.inferport.adapter.azure;

import dev.inferport.adapter.storage.ObjectPage;
import dev.inferport.adapter.storage.StoredObject;
import dev.inferport.adapter.storage.XmlFields;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;

/** Reads the answer to List Blobs. */
final class AzureListing {

    private final List<StoredObject> blobs = new ArrayList<>();
    private Optional<String> next = Optional.empty();

    private AzureListing() {}

    /**
     * One page.
     *
     * @throws XMLStreamException if it broke off or is not what was asked for
     */
    static ObjectPage parse(InputStream bytes) throws XMLStreamException {
        var xml = XmlFields.of(bytes);
        if (!xml.name().equals("EnumerationResults")) {
            throw new XMLStreamException("it is not an EnumerationResults");
        }
        var listing = new AzureListing();
        while (xml.next()) {
            switch (xml.name()) {
                case "Blobs" -> listing.blobs(xml);
                case "NextMarker" -> listing.next = Optional.of(xml.text()).filter(text -> !text.isEmpty());
                default -> xml.text();
            }
        }
        return new ObjectPage(listing.blobs, listing.next);
    }

    private void blobs(XmlFields xml) throws XMLStreamException {
        while (xml.next()) {
            if (xml.name().equals("Blob")) {
                blob(xml);
            } else {
                xml.text();
            }
        }
    }

    private void blob(XmlFields xml) throws XMLStreamException {
        var name = "";
        var properties = new HashMap<String, String>();
        while (xml.next()) {
            switch (xml.name()) {
                case "Name" -> name = name(xml);
                case "Properties" -> properties(xml, properties);
                default -> xml.text();
            }
        }
        // Accounts with folders list them too.
        if (!"directory".equals(properties.get("ResourceType"))) {
            blobs.add(object(name, properties));
        }
    }

    /** Names may have characters that XML has not; then they are encoded and say so. */
    private static String name(XmlFields xml) throws XMLStreamException {
        var encoded = xml.attribute("Encoded").orElse("false").equals("true");
        var text = xml.text();
        try {
            return encoded ? URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8) : text;
        } catch (IllegalArgumentException e) {
            throw new XMLStreamException("a blob has an impossible name", e);
        }
    }

    private static void properties(XmlFields xml, Map<String, String> properties) throws XMLStreamException {
        while (xml.next()) {
            properties.put(xml.name(), xml.text());
        }
    }

    private static StoredObject object(String name, Map<String, String> properties) throws XMLStreamException {
        var size = properties.get("Content-Length");
        if (name.isEmpty() || size == null) {
            throw new XMLStreamException("a blob has no name or no size");
        }
        try {
            var tag = Optional.ofNullable(properties.get("Etag")).filter(text -> !text.isBlank());
            return new StoredObject(name, Long.parseLong(size.strip()), tag.map(AzureListing::quoted));
        } catch (IllegalArgumentException e) {
            throw new XMLStreamException("a blob has an impossible size", e);
        }
    }

    /** Listings tell tags without the quotes that conditions need. */
    private static String quoted(String tag) {
        return tag.startsWith("\"") ? tag : "\"" + tag + "\"";
    }
}
