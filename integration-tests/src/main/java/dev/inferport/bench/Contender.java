package dev.inferport.bench;

import java.io.IOException;
import java.time.Duration;

/** One way to ask one model for predictions, loaded and ready. Not for use by several threads. */
interface Contender extends AutoCloseable {

    /** What the report calls it. */
    String name();

    /** The largest difference to the expected outputs over all rows, relative to the expected value above 1. */
    double difference() throws Exception;

    /** Asks again and again for so many rows, going through all that there are, and says how long each answer took. */
    Measurement time(int rows, Duration window) throws Exception;

    @Override
    void close() throws IOException;
}
