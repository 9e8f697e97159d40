package dev.inferport.runtime.api;

import dev.inferport.runtime.api.InferenceException.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.function.LongConsumer;

/**
 * Room on the heap, to be asked for before it is taken. A server whose heap is exhausted ends, and everybody's models
 * with it; so what a file or a request says it needs, however little of it is there, must be refused before that.
 * Models leave a part of the heap to the requests, and these leave a small one to what nobody asks for. For any thread.
 *
 * <p>Two that ask at the same time are both told what is there now. What a model takes in the end should be in
 * proportion to its file all the same.
 */
public final class HeapRoom {

    /** For how long nobody collects garbage again for more than there was after the last collection. */
    private static final long FUTILE_NANOS = 5_000_000_000L;

    /** What a megabyte more or less decides is not worth a question. */
    private static final long SMALL = 1 << 20;

    /** After how many bytes of a stream is asked again, and what they may become on the heap at most. */
    private static final int CHUNK = 1 << 14;

    private static final long OBJECTS_OF_CHUNK = 128 * CHUNK;

    /** The least part of the heap that a stream is asked about: near its end, each question costs a collection. */
    private static final int LEAST_STEP = 32;

    private HeapRoom() {}

    /**
     * Makes sure that a model has room for what it is about to allocate.
     *
     * @throws InferenceException (FAILED_PRECONDITION) where it has not
     */
    public static void requireForModel(long bytes) {
        if (!has(bytes, Asker.MODEL)) {
            throw new InferenceException(
                    Reason.FAILED_PRECONDITION,
                    "the model needs another " + mebibytes(bytes) + " MiB of heap (expected: at most "
                            + mebibytes(room(Asker.MODEL)) + " MiB, what is free of "
                            + mebibytes(Runtime.getRuntime().maxMemory())
                            + "); give the runtime more memory, or unload other models");
        }
    }

    /**
     * Makes sure that an answer, or a step on the way to it, has room.
     *
     * @param rows of the request
     * @param bytesPerRow that are about to be allocated for each
     * @throws InferenceException (INVALID_ARGUMENT) where the heap could not hold them, (OVERLOADED) where it can't now
     */
    public static void requireForRows(long rows, long bytesPerRow) {
        boolean countable = bytesPerRow == 0 || rows <= Long.MAX_VALUE / bytesPerRow;
        long bytes = countable ? rows * bytesPerRow : Long.MAX_VALUE;
        if (!has(bytes)) {
            throw refused(
                    bytes,
                    rows + " rows of " + bytesPerRow + " bytes each (expected: at most " + mebibytes(limit(bytes))
                            + " MiB in all, what is free on the heap); send fewer rows in a request");
        }
    }

    /**
     * Makes sure that a request has room for what is about to be made of it.
     *
     * @throws InferenceException (INVALID_ARGUMENT) where the heap could not hold it, (OVERLOADED) where it can't now
     */
    public static void requireForRequest(long bytes) {
        if (!has(bytes)) {
            throw refused(
                    bytes,
                    "the request needs another " + mebibytes(bytes) + " MiB of heap (expected: at most "
                            + mebibytes(limit(bytes)) + " MiB, what is free); send less in a request");
        }
    }

    private static InferenceException refused(long bytes, String message) {
        return bytes > mostRoom(Asker.REQUEST)
                ? new InferenceException(message)
                : new InferenceException(Reason.OVERLOADED, message + ", or try again later");
    }

    /**
     * A stream that fails in the middle of a model, with what {@link #requireForModel} throws, when the objects that
     * are made of it have used up the heap. Meant to be read in buffers.
     */
    public static InputStream watching(InputStream in) {
        return new Watched(in, HeapRoom::requireForModel);
    }

    /** The same for a request: fails with what {@link #requireForRequest} throws. */
    public static InputStream watchingRequest(InputStream in) {
        return new Watched(in, HeapRoom::requireForRequest);
    }

    /** Whether a request can have so many bytes, after a collection of garbage where that decides. */
    public static boolean has(long bytes) {
        return has(bytes, Asker.REQUEST);
    }

    private static boolean has(long bytes, Asker asker) {
        if (bytes <= SMALL || bytes <= room(asker)) {
            return true;
        }
        Futile last = asker.lastFutile;
        boolean futile = System.nanoTime() - last.nanos() < FUTILE_NANOS && bytes > last.room();
        if (futile || bytes > mostRoom(asker)) {
            return false;
        }
        // Much of what is in use may be garbage; a collection now is one that the allocation would bring about.
        System.gc();
        long room = room(asker);
        if (bytes > room) {
            asker.lastFutile = new Futile(System.nanoTime(), room);
        }
        return bytes <= room;
    }

    /** What bytes of a request that were refused are compared with. */
    private static long limit(long refused) {
        return refused > mostRoom(Asker.REQUEST) ? mostRoom(Asker.REQUEST) : room(Asker.REQUEST);
    }

    private static long mostRoom(Asker asker) {
        long most = Runtime.getRuntime().maxMemory();
        return most - most / asker.left;
    }

    /** Bytes that can be taken, where all that is in use stays. */
    private static long room(Asker asker) {
        Runtime runtime = Runtime.getRuntime();
        long most = runtime.maxMemory();
        long room = most - (runtime.totalMemory() - runtime.freeMemory()) - most / asker.left;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            // Large arrays need a place among the old objects; no other pool of the heap can be grown to half of it.
            // What models leave must be there, too: they stay.
            if (pool.getType() == MemoryType.HEAP && pool.getUsage().getMax() > most / 2) {
                MemoryUsage old = pool.getUsage();
                long leftOfOld = asker == Asker.MODEL ? most / asker.left : 0;
                room = Math.min(room, old.getMax() - old.getUsed() - leftOfOld);
            }
        }
        return Math.max(0, room);
    }

    private static long mebibytes(long bytes) {
        return bytes >> 20;
    }

    /** A collection that made too little room for what was asked, and the room that there was after it. */
    private record Futile(long nanos, long room) {}

    /** There is one heap, so it is known here for all when collecting it was futile. */
    private static final class Asker {

        private static final Asker MODEL = new Asker(8);
        private static final Asker REQUEST = new Asker(32);

        /** The part of the heap that is left free is one in so many. */
        private final int left;

        private volatile Futile lastFutile = new Futile(System.nanoTime() - FUTILE_NANOS, 0);

        private Asker(int left) {
            this.left = left;
        }
    }

    private static final class Watched extends FilterInputStream {

        private final LongConsumer question;
        private int unasked;

        private Watched(InputStream in, LongConsumer question) {
            super(in);
            this.question = question;
        }

        @Override
        public int read() throws IOException {
            ask(1);
            return super.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, Math.min(length, CHUNK));
            ask(Math.max(0, read));
            return read;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        private void ask(int bytes) {
            unasked += bytes;
            if (unasked >= CHUNK) {
                unasked = 0;
                question.accept(Math.max(OBJECTS_OF_CHUNK, Runtime.getRuntime().maxMemory() / LEAST_STEP));
            }
        }
    }
}
