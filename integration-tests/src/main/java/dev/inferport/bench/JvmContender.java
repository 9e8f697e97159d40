package dev.inferport.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A contender in this process. Batches are cut before the clock starts; what is timed is {@link #answer}.
 *
 * @param <B> rows, in the form in which the call takes them
 * @param <A> what the call gives
 */
abstract class JvmContender<B, A> implements Contender {

    private static final int CHECKED_BATCH = 64;

    private final SampleModel model;

    /** Read after the loop, so that no answer can be left out as unused. */
    private Object lastAnswer = "";

    JvmContender(SampleModel model) {
        this.model = model;
    }

    /** Rows from {@code first} on. */
    abstract B batch(int first, int count) throws IOException;

    /** Asks the model. */
    abstract A answer(B batch, int count) throws Exception;

    /** The outputs in an answer, in row order. */
    abstract double[] values(A answer);

    @Override
    public final double difference() throws Exception {
        double largest = 0;
        for (int first = 0; first < model.rows(); first++) {
            largest = Math.max(largest, difference(first, 1));
        }
        for (int first = 0; first + CHECKED_BATCH <= model.rows(); first += CHECKED_BATCH) {
            largest = Math.max(largest, difference(first, CHECKED_BATCH));
        }
        return largest;
    }

    private double difference(int first, int count) throws Exception {
        return model.difference(values(answer(batch(first, count), count)), first, count);
    }

    @Override
    public final Measurement time(int rows, Duration window) throws Exception {
        List<B> batches = new ArrayList<>();
        for (int first = 0; first + rows <= model.rows(); first += rows) {
            batches.add(batch(first, rows));
        }
        Recorder recorder = new Recorder();
        long start = System.nanoTime();
        long now = start;
        for (int i = 0; now - start < window.toNanos(); i++) {
            B batch = batches.get(i % batches.size());
            long asked = System.nanoTime();
            lastAnswer = answer(batch, rows);
            now = System.nanoTime();
            recorder.answered(now - asked);
        }
        if (lastAnswer.equals("")) {
            throw new IllegalStateException(name() + " gave no answer");
        }
        return Measurement.of(recorder.latencies(), 0, (now - start) / 1e9);
    }
}
