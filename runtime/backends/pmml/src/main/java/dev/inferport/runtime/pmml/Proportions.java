package dev.inferport.runtime.pmml;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamReader;

/**
 * What a document asks of the library, in proportion to its length: numbers of elements that it announces, for which
 * the library makes room, and the steps of functions that call functions. Looks at one element after the other. Not for
 * use by several threads.
 */
final class Proportions {

    private static final Set<String> COUNTS = Set.of(
            "n",
            "nbRows",
            "nbCols",
            "numberOfAttributes",
            "numberOfClusters",
            "numberOfCoefficients",
            "numberOfFields",
            "numberOfInputs",
            "numberOfLayers",
            "numberOfNeighbors",
            "numberOfNeurons",
            "numberOfSupportVectors",
            "numberOfVectors");

    private static final long SMALL = 1_000_000;
    private static final int PER_CHARACTER = 16;
    private static final long MOST_STEPS = 1_000_000;

    private final long mostElements;
    private final Map<String, Long> stepsOf = new HashMap<>();
    private long elements;
    private String function = "";
    private long steps;

    /** @param length of the document in characters */
    Proportions(long length) {
        mostElements = SMALL + PER_CHARACTER * length;
    }

    /** Looks at the element that the reader is at. */
    void begin(XMLStreamReader reader) throws InvalidPmmlException {
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            if (COUNTS.contains(reader.getAttributeLocalName(i))) {
                announce(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
            }
        }
        if (reader.getLocalName().equals("DefineFunction")) {
            function = String.valueOf(reader.getAttributeValue(null, "name"));
            steps = 0;
        } else if (reader.getLocalName().equals("Apply")) {
            call(String.valueOf(reader.getAttributeValue(null, "function")));
        }
    }

    void end(XMLStreamReader reader) {
        if (reader.getLocalName().equals("DefineFunction")) {
            stepsOf.put(function, steps);
            steps = 0;
        }
    }

    private void announce(String name, String value) throws InvalidPmmlException {
        String digits = value.strip();
        boolean number = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        elements += number ? (digits.length() > 10 ? mostElements + 1 : Long.parseLong(digits)) : 0;
        if (elements > mostElements) {
            throw new InvalidPmmlException(name + "=\"" + value + "\", with what was announced before, is more than "
                    + mostElements + " elements, far more than the document");
        }
    }

    /** A function knows those that were defined before it. */
    private void call(String callee) throws InvalidPmmlException {
        steps += 1 + stepsOf.getOrDefault(callee, 0L);
        if (steps > MOST_STEPS) {
            throw new InvalidPmmlException("functions that call functions take more than " + MOST_STEPS
                    + " steps, at a call of '" + callee + "'");
        }
    }
}
