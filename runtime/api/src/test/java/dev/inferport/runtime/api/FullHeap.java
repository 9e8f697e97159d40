package dev.inferport.runtime.api;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Fills the heap of this process with what stays, so that a model has no room any more, and asks for some. */
final class FullHeap {

    private static final int PIECE = 1 << 20;

    private FullHeap() {}

    public static void main(String[] arguments) {
        List<byte[]> models = new ArrayList<>();
        while (modelFits()) {
            models.add(new byte[PIECE]);
        }
        System.out.println("a request has room: " + HeapRoom.has(2 * PIECE));
        long before = collections();
        for (int i = 0; i < 100; i++) {
            if (HeapRoom.has(24 * PIECE) || modelFits()) {
                throw new IllegalStateException("room that is not there, beside " + models.size() + " MiB");
            }
        }
        System.out.println("collections: " + (collections() - before));
        System.out.println("garbage is collected for a request: " + garbageIsCollected());
    }

    /** Whether a request of what a futile collection left has its room again, each time that it was wasted. */
    private static boolean garbageIsCollected() {
        int room = 2 * PIECE;
        while (HeapRoom.has(room + PIECE)) {
            room += PIECE;
        }
        for (int i = 0; i < 50; i++) {
            waste(room / 2);
            if (!HeapRoom.has(room - PIECE)) {
                return false;
            }
        }
        return true;
    }

    private static void waste(int bytes) {
        if (new byte[bytes].length != bytes) {
            throw new IllegalStateException();
        }
    }

    private static boolean modelFits() {
        try {
            HeapRoom.requireForModel(2 * PIECE);
            return true;
        } catch (InferenceException e) {
            return false;
        }
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }
}
