package dev.inferport.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What a loaded model takes in memory, in bytes.
 *
 * @param stated what the model says of itself, where it does
 * @param heap growth of our heap for each further loaded copy, all that the runtime keeps for a model included
 * @param library growth of the library's process for each further copy
 */
record Memory(OptionalLong stated, long heap, long library) {

    private static final int SWEEPS = 20;
    private static final int STEADY_BYTES = 1024;

    static Memory measure(SampleModel model, Path repository, PythonLibraries libraries, int copies)
            throws IOException, InterruptedException {
        try (OwnRuntime runtime = OwnRuntime.start(model, repository, copies + 1)) {
            // Once up and down, so that what all models share is there before the first reading.
            runtime.load(0, copies + 1);
            runtime.unload(1, copies + 1);
            long before = usedHeap();
            runtime.load(1, copies + 1);
            long heap = (usedHeap() - before) / copies;
            return new Memory(runtime.sizeInBytes(), heap, libraries.residentBytes(model, copies));
        }
    }

    /**
     * What is reachable, once it no longer changes; the collector that the script chooses sweeps the whole heap when it
     * is told to, and drops what is only softly held.
     */
    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            System.gc();
            long now = runtime.totalMemory() - runtime.freeMemory();
            if (Math.abs(now - used) < STEADY_BYTES) {
                return now;
            }
            used = now;
        }
        return used;
    }
}
