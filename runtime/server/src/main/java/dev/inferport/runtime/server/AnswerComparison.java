package dev.inferport.runtime.server;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How our answer differs from the library's, element by element. */
final class AnswerComparison {

    private static final int SHOWN = 10;

    private final double relativeTolerance;
    private final double absoluteTolerance;
    private final List<String> lines = new ArrayList<>();
    private int differences;
    private double largest;

    AnswerComparison(double relativeTolerance, double absoluteTolerance) {
        this.relativeTolerance = relativeTolerance;
        this.absoluteTolerance = absoluteTolerance;
    }

    /** Compares element by element, in row order; the shapes may differ as long as the count is the same. */
    void compare(Tensor expected, Tensor actual) {
        if (expected.elementCount() != actual.elementCount()) {
            differences = Math.max(expected.elementCount(), actual.elementCount());
            lines.add("shape: " + actual.shape() + " (expected: " + expected.shape() + ")");
            return;
        }
        long columns = actual.shape().rank() > 1 ? actual.shape().dimension(1) : 1;
        if (expected.dataType() == DataType.BYTES || actual.dataType() == DataType.BYTES) {
            compareTexts(texts(expected), texts(actual), columns);
        } else {
            compareNumbers(expected.toDoubles(), actual.toDoubles(), columns);
        }
    }

    boolean equal() {
        return differences == 0;
    }

    /** What to tell the user: a summary, and the first differences. */
    List<String> report(int elements) {
        List<String> report = new ArrayList<>();
        report.add(String.format(
                Locale.ROOT,
                "%s: %d of %d values agree (largest difference %.3g)",
                equal() ? "equal" : "different",
                elements - differences,
                elements,
                largest));
        report.addAll(lines);
        if (differences > lines.size()) {
            report.add("... and " + (differences - lines.size()) + " more");
        }
        return report;
    }

    private void compareNumbers(double[] expected, double[] actual, long columns) {
        for (int i = 0; i < expected.length; i++) {
            double difference = expected[i] == actual[i] ? 0 : Math.abs(expected[i] - actual[i]);
            boolean bothMissing = Double.isNaN(expected[i]) && Double.isNaN(actual[i]);
            if (!bothMissing) {
                largest = Math.max(largest, difference);
            }
            boolean close = difference <= absoluteTolerance + relativeTolerance * Math.abs(expected[i]);
            if (!bothMissing && !close) {
                differ(i, columns, String.valueOf(expected[i]), String.valueOf(actual[i]));
            }
        }
    }

    private void compareTexts(List<String> expected, List<String> actual, long columns) {
        for (int i = 0; i < expected.size(); i++) {
            if (!expected.get(i).equals(actual.get(i))) {
                differ(i, columns, expected.get(i), actual.get(i));
            }
        }
    }

    private void differ(int element, long columns, String expected, String actual) {
        differences++;
        if (lines.size() < SHOWN) {
            lines.add("row " + element / columns + ", column " + element % columns + ": " + actual + " (expected: "
                    + expected + ")");
        }
    }

    private static List<String> texts(Tensor tensor) {
        if (tensor.dataType() == DataType.BYTES) {
            return tensor.strings();
        }
        List<String> texts = new ArrayList<>();
        for (double value : tensor.toDoubles()) {
            texts.add(value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value));
        }
        return texts;
    }
}
