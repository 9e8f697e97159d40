package dev.inferport.mesh;

/** Memory is counted in units of 8 KiB, rounded up. */
final class Units {

    static final int BYTES = 8192;

    private Units() {}

    /** Units that hold so many bytes. */
    static long of(long bytes) {
        return bytes / BYTES + (bytes % BYTES == 0 ? 0 : 1);
    }
}
