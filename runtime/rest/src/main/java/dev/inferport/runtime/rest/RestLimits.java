package dev.inferport.runtime.rest;

import java.time.Duration;

/**
 * The bounds of the REST front.
 *
 * @param maxBodyBytes of one request, compressed or not; -1 = as many as an array holds (2 GiB)
 * @param maxHeaderBytes of the headers of one request
 * @param idleTimeout after which a connection is closed whose client neither sends nor reads; a model that takes its
 *     time does not count
 * @param requestTimeout from the arrival of a request until its answer, or until the end of a stream, after which the
 *     client is told that there is none; zero = the answer is waited for
 */
public record RestLimits(int maxBodyBytes, int maxHeaderBytes, Duration idleTimeout, Duration requestTimeout) {

    /** Stands for a body of any size. */
    public static final int UNLIMITED = -1;

    private static final int DEFAULT_BODY = 256 << 20;
    private static final int DEFAULT_HEADERS = 64 << 10;
    private static final Duration DEFAULT_IDLE = Duration.ofSeconds(75);

    /** Some bytes less than the longest array, which JVMs do not give out. */
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    public RestLimits {
        if (maxBodyBytes < UNLIMITED) {
            throw new IllegalArgumentException("maxBodyBytes: " + maxBodyBytes + " (expected: >= 0, or -1)");
        }
        if (maxHeaderBytes < 1) {
            throw new IllegalArgumentException("maxHeaderBytes: " + maxHeaderBytes + " (expected: >= 1)");
        }
        if (idleTimeout.isNegative() || idleTimeout.isZero()) {
            throw new IllegalArgumentException("idleTimeout: " + idleTimeout + " (expected: more than 0)");
        }
        if (requestTimeout.isNegative()) {
            throw new IllegalArgumentException("requestTimeout: " + requestTimeout + " (expected: >= 0)");
        }
    }

    /** 256 MiB of body, 64 KiB of headers, 75 seconds of silence, and no limit to the time of an answer. */
    public static RestLimits defaults() {
        return new RestLimits(DEFAULT_BODY, DEFAULT_HEADERS, DEFAULT_IDLE, Duration.ZERO);
    }

    public RestLimits withMaxBodyBytes(int bytes) {
        return new RestLimits(bytes, maxHeaderBytes, idleTimeout, requestTimeout);
    }

    public RestLimits withIdleTimeout(Duration timeout) {
        return new RestLimits(maxBodyBytes, maxHeaderBytes, timeout, requestTimeout);
    }

    public RestLimits withRequestTimeout(Duration timeout) {
        return new RestLimits(maxBodyBytes, maxHeaderBytes, idleTimeout, timeout);
    }

    int bodyLimit() {
        return maxBodyBytes == UNLIMITED ? LARGEST_ARRAY : maxBodyBytes;
    }
}
