package dev.inferport.runtime.xgboost;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Measures one model over rows of real data: {@code BoosterBenchmark <model> <rows> [<rows per call>]}, where the rows
 * are a file of little-endian floats. Prints the time of reading, the bytes held, and the median and 99th percentile of
 * a prediction, in microseconds.
 */
final class BoosterBenchmark {

    private static final int CALLS = 20_000;
    private static final int WINDOWS = 15;

    private BoosterBenchmark() {}

    public static void main(String... args) throws IOException {
        Path model = Path.of(args[0]);
        int rowsPerCall = args.length > 2 ? Integer.parseInt(args[2]) : 1;
        long start = System.nanoTime();
        Booster booster = BoosterFile.read(model);
        for (int i = 0; i < 20; i++) {
            start = System.nanoTime();
            booster = BoosterFile.read(model);
        }
        double readMillis = (System.nanoTime() - start) / 1e6;
        float[][] batches = batches(Path.of(args[1]), rowsPerCall * booster.features());
        double best = Double.MAX_VALUE;
        double bestTail = Double.MAX_VALUE;
        for (int window = 0; window < WINDOWS; window++) {
            long[] nanos = window(booster, batches, rowsPerCall);
            best = Math.min(best, nanos[nanos.length / 2] / 1e3);
            bestTail = Math.min(bestTail, nanos[nanos.length / 100 * 99] / 1e3);
        }
        System.out.printf(
                "%s: %d bytes, read %.2f ms, %d rows: p50 %.2f us, p99 %.2f us%n",
                model.getFileName(), booster.sizeInBytes(), readMillis, rowsPerCall, best, bestTail);
    }

    private static long[] window(Booster booster, float[][] batches, int rowsPerCall) {
        long[] nanos = new long[CALLS / rowsPerCall];
        float sum = 0;
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            sum += booster.predict(batches[i % batches.length], rowsPerCall)[0];
            nanos[i] = System.nanoTime() - start;
        }
        if (Float.isNaN(sum)) {
            throw new IllegalStateException("a prediction is not a number");
        }
        Arrays.sort(nanos);
        return nanos;
    }

    private static float[][] batches(Path file, int size) throws IOException {
        FloatBuffer values = ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[][] batches = new float[values.remaining() / size][size];
        for (float[] batch : batches) {
            values.get(batch);
        }
        return batches;
    }
}
