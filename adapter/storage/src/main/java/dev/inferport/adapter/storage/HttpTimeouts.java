package dev.inferport.adapter.storage;

import java.time.Duration;

/**
 * How long one exchange may stand still.
 *
 * @param connect until the connection is made
 * @param response until the first byte of the response; also the longest time for which a thread that reads a stalled
 *     body outlives its cancelled pull
 * @param stall without a single byte of the body
 */
public record HttpTimeouts(Duration connect, Duration response, Duration stall) {

    /** Refuses what is not positive. */
    public HttpTimeouts {
        requirePositive("connect", connect);
        requirePositive("response", response);
        requirePositive("stall", stall);
    }

    /** Ten seconds to connect and to respond, a minute of stall. */
    public static HttpTimeouts defaults() {
        return new HttpTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofMinutes(1));
    }

    /** The same, as far as it is no longer than {@code most}. */
    HttpTimeouts atMost(Duration most) {
        return new HttpTimeouts(shorter(connect, most), shorter(response, most), shorter(stall, most));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Of a metadata service: it is on the same machine, or it is not there at all. */
    public static HttpTimeouts ofThisMachine() {
        return new HttpTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(5));
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.toMillis() == 0) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: at least 1 ms)");
        }
    }
}
