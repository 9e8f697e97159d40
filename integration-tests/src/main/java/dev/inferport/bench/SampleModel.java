package dev.inferport.bench;

import dev.inferport.runtime.api.DataType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A model that {@code bench_formats.py} trained, with rows to ask for and what the library answers to them.
 *
 * @param id names the model towards the Python side
 * @param format name of the backend, such as {@code xgboost}
 * @param title data set and size, for the report
 * @param file the model; rows and expected outputs are beside it
 * @param input name of the input tensor
 * @param output name of the output that is compared
 * @param datatype of the rows, FP32 or FP64
 * @param rows how many there are
 * @param features columns of a row
 * @param outputs columns of an answer
 * @param tolerance for the difference to the library
 * @param calls the ways in which the library is called, by name
 */
record SampleModel(
        String id,
        String format,
        String title,
        Path file,
        String input,
        String output,
        DataType datatype,
        int rows,
        int features,
        int outputs,
        double tolerance,
        List<String> calls) {

    SampleModel {
        calls = List.copyOf(calls);
    }

    /** The rows, little-endian, one after the other. */
    ByteBuffer readRows() throws IOException {
        return read(".rows");
    }

    /** The largest difference of these answers, for rows from {@code first} on, to what is expected. */
    double difference(double[] answers, int first, int count) throws IOException {
        DoubleBuffer expected = read(".expected").asDoubleBuffer();
        int columns = answers.length / count;
        // A booster gives one probability where its classifier gives that of both classes.
        boolean lastOnly = columns == 1 && outputs == 2;
        if (columns * count != answers.length || (columns != outputs && !lastOnly)) {
            throw new IOException(
                    id + ": " + answers.length + " values for " + count + " rows (expected: " + outputs + " columns)");
        }
        double largest = 0;
        for (int i = 0; i < answers.length; i++) {
            double wanted = expected.get(lastOnly ? (first + i) * 2 + 1 : first * outputs + i);
            double difference = Math.abs(answers[i] - wanted) / Math.max(1, Math.abs(wanted));
            largest = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
        }
        return largest;
    }

    private ByteBuffer read(String suffix) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(Path.of(file + suffix))).order(ByteOrder.LITTLE_ENDIAN);
    }
}
