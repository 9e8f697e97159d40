package dev.inferport.adapter.s3;

import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Walks the small XML documents of S3: a root, fields with text, and groups of such fields. No DTD, no entities. */
final class S3Xml {

    private final XMLStreamReader reader;

    private S3Xml(XMLStreamReader reader) {
        this.reader = reader;
    }

    static S3Xml of(InputStream bytes) throws XMLStreamException {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return new S3Xml(factory.createXMLStreamReader(bytes));
    }

    /** Enters the root and tells its name. */
    String root() throws XMLStreamException {
        while (reader.next() != XMLStreamConstants.START_ELEMENT) {
            // prolog and comments
        }
        return reader.getLocalName();
    }

    /** Enters the next element of the current group; false at the end of the group. */
    boolean next() throws XMLStreamException {
        int event = reader.next();
        while (event != XMLStreamConstants.START_ELEMENT && event != XMLStreamConstants.END_ELEMENT) {
            event = reader.next();
        }
        return event == XMLStreamConstants.START_ELEMENT;
    }

    String name() {
        return reader.getLocalName();
    }

    /** The text of the current element, which this leaves; text inside of nested elements is not a part of it. */
    String text() throws XMLStreamException {
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

    /** All fields of the current group, which this leaves. */
    Map<String, String> fields() throws XMLStreamException {
        var fields = new LinkedHashMap<String, String>();
        while (next()) {
            fields.put(name(), text());
        }
        return fields;
    }
}
