package dev.inferport.runtime.pmml;

import dev.inferport.runtime.api.HeapRoom;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The text of a PMML document in a file, after a look through all of it. */
final class PmmlFile {

    private static final long LARGEST = 256L << 20;

    /** The file, its text in UTF-16, and the library's objects. */
    private static final long BYTES_PER_BYTE = 8;

    /**
     * A tree's nodes lie within each other, and the library descends into them by recursion. It reads with the XML
     * parser of Java, which from Java 24 on takes no more than this either.
     */
    private static final int DEEPEST = 100;

    /** Java's own limit, where it has one, would speak first and with another sentence on each version. */
    private static final String DEEPEST_OF_THE_PARSER = "jdk.xml.maxElementDepth";

    private static final Set<String> ENCODINGS = Set.of("UTF-8", "US-ASCII", "ASCII");
    private static final Set<String> PATTERN_FUNCTIONS = Set.of("matches", "replace");
    private static final Set<String> PATTERN_ATTRIBUTES = Set.of("regexField", "wordSeparatorCharacterRE");
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private PmmlFile() {}

    /**
     * The document.
     *
     * @throws InvalidPmmlException where it is no XML in UTF-8 with a root named PMML, has a document type or a regular
     *     expression, or is too large or too deep
     */
    static String read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidPmmlException(
                    "no file (expected: a file, or a folder with model.pmml or model.xml in it)");
        }
        if (Files.size(file) > LARGEST) {
            throw new InvalidPmmlException(Files.size(file) + " bytes (expected: at most " + LARGEST + ")");
        }
        HeapRoom.requireForModel(BYTES_PER_BYTE * Files.size(file));
        String document = decode(Files.readAllBytes(file));
        check(document);
        return document;
    }

    private static String decode(byte[] bytes) throws InvalidPmmlException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new InvalidPmmlException("not a PMML document: not in UTF-8", e);
        }
    }

    static void check(String document) throws InvalidPmmlException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(DEEPEST_OF_THE_PARSER, 0);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(document));
            try {
                walk(reader, new Proportions(document.length()));
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw new InvalidPmmlException("not a PMML document: " + firstLine(e), e);
        }
    }

    private static void walk(XMLStreamReader reader, Proportions proportions)
            throws XMLStreamException, InvalidPmmlException {
        String encoding = reader.getCharacterEncodingScheme();
        if (encoding != null && !ENCODINGS.contains(encoding.toUpperCase(Locale.ROOT))) {
            throw new InvalidPmmlException("encoding '" + encoding + "' (expected: UTF-8)");
        }
        int depth = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.DTD ->
                    throw new InvalidPmmlException("a document type, which could name other files (expected: none)");
                case XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new InvalidPmmlException("the entity '" + reader.getLocalName() + "' (expected: none)");
                case XMLStreamConstants.START_ELEMENT -> {
                    if (depth == 0 && !reader.getLocalName().equals("PMML")) {
                        throw new InvalidPmmlException(
                                "not a PMML document: its root is '" + reader.getLocalName() + "' (expected: PMML)");
                    }
                    if (++depth > DEEPEST) {
                        throw new InvalidPmmlException("more than " + DEEPEST + " elements within each other");
                    }
                    refusePatterns(reader);
                    proportions.begin(reader);
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    proportions.end(reader);
                }
                default -> {
                    // Text, comments.
                }
            }
        }
    }

    /** A regular expression may try its ways for ever on a short text, and nothing can stop it. */
    private static void refusePatterns(XMLStreamReader reader) throws InvalidPmmlException {
        String function = reader.getAttributeValue(null, "function");
        if (reader.getLocalName().equals("Apply") && function != null && PATTERN_FUNCTIONS.contains(function)) {
            throw pattern("the function '" + function + "'");
        }
        for (String attribute : PATTERN_ATTRIBUTES) {
            if (reader.getAttributeValue(null, attribute) != null) {
                throw pattern(attribute + " of " + reader.getLocalName());
            }
        }
    }

    private static InvalidPmmlException pattern(String what) {
        return new InvalidPmmlException(
                what + ", whose regular expression may take for ever on some input (expected: none)");
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
