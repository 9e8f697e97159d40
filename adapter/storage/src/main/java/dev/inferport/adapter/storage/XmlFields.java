package dev.inferport.adapter.storage;

import java.io.InputStream;
import java.util.Optional;
import java.util.function.BiConsumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Walks the XML documents of stores, which are groups of fields with text, one inside the other. No DTD, no entities.
 * Owned by one thread.
 */
public final class XmlFields {

    private final XMLStreamReader reader;

    private XmlFields(XMLStreamReader reader) {
        this.reader = reader;
    }

    /** Enters the root of a document. */
    public static XmlFields of(InputStream bytes) throws XMLStreamException {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        var reader = factory.createXMLStreamReader(bytes);
        while (reader.next() != XMLStreamConstants.START_ELEMENT) {
            // prolog and comments
        }
        return new XmlFields(reader);
    }

    /** Enters the next element of the current group; at the end of the group this leaves it and says false. */
    public boolean next() throws XMLStreamException {
        int event = reader.next();
        while (event != XMLStreamConstants.START_ELEMENT && event != XMLStreamConstants.END_ELEMENT) {
            event = reader.next();
        }
        return event == XMLStreamConstants.START_ELEMENT;
    }

    /** The name of the current element. */
    public String name() {
        return reader.getLocalName();
    }

    /** An attribute of the current element. */
    public Optional<String> attribute(String name) {
        return Optional.ofNullable(reader.getAttributeValue(null, name));
    }

    /** Every element below the current one that has no elements itself, by name and text; this leaves the group. */
    public void forEachLeaf(BiConsumer<String, String> fields) throws XMLStreamException {
        var text = new StringBuilder();
        boolean leaf = false;
        for (int depth = 1; depth > 0; ) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
                leaf = true;
                text.setLength(0);
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
                if (leaf) {
                    fields.accept(reader.getLocalName(), text.toString());
                }
                leaf = false;
            } else if (leaf && reader.isCharacters()) {
                text.append(reader.getText());
            }
        }
    }

    /** The text of the current element, which this leaves; text inside of nested elements is not a part of it. */
    public String text() throws XMLStreamException {
        var text = new StringBuilder();
        for (int depth = 1; depth > 0; ) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            } else if (depth == 1 && reader.isCharacters()) {
                text.append(reader.getText());
            }
        }
        return text.toString();
    }
}
