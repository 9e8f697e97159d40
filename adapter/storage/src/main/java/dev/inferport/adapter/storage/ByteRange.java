package dev.inferport.adapter.storage;

import java.util.Optional;

/**
 * A stretch of an object.
 *
 * @param start of the first byte
 * @param end behind the last byte; {@link #TO_THE_END} for everything from the start on
 */
public record ByteRange(long start, long end) {

    /** The end of an object, wherever that is. */
    public static final long TO_THE_END = -1;

    /** Refuses what is empty or turned round. */
    public ByteRange {
        if (start < 0 || (end != TO_THE_END && end <= start)) {
            throw new IllegalArgumentException("range: " + start + " to " + end + " (expected: 0 <= start < end)");
        }
    }

    /** Everything from a byte on. */
    public static ByteRange from(long start) {
        return new ByteRange(start, TO_THE_END);
    }

    /** The value of the {@code Range} header; none for the whole object. */
    public Optional<String> header() {
        if (end == TO_THE_END) {
            return start == 0 ? Optional.empty() : Optional.of("bytes=" + start + "-");
        }
        return Optional.of("bytes=" + start + "-" + (end - 1));
    }
}
