package dev.inferport.adapter.server;

import dev.inferport.adapter.lifecycle.ModelFormats;
import dev.inferport.adapter.lifecycle.SizeRules;
import dev.inferport.servicekit.Environment;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the mesh is told at the start. A mesh process exits when it is told values it can't work with, so such limits
 * can't be made.
 *
 * @param sizes capacity and the guesses of model sizes
 * @param loadingConcurrency loads at once, at least 1
 * @param loadTimeout after which the mesh gives a load up, at least 100 ms
 * @param perModelConcurrency requests at once per model; 0 = no limit
 */
record MeshLimits(SizeRules sizes, int loadingConcurrency, Duration loadTimeout, int perModelConcurrency) {

    private static final long UNIT = 8192;
    private static final long MIB = 1L << 20;
    private static final long DEFAULT_BUFFER = 256 * MIB;
    private static final long DEFAULT_MODEL_SIZE = 1_000_000;
    private static final double DEFAULT_MULTIPLIER = 1.25;
    private static final Pattern MULTIPLIER = Pattern.compile("([^=]+)=\\s*([0-9]+(?:\\.[0-9]+)?)");
    private static final double LARGEST_MULTIPLIER = 1_000_000;
    private static final int DEFAULT_TIMEOUT_MS = 30_000;
    private static final int LEAST_TIMEOUT_MS = 100;

    MeshLimits {
        if (loadingConcurrency < 1) {
            throw new IllegalArgumentException("loadingConcurrency: " + loadingConcurrency + " (expected: >= 1)");
        }
        if (loadTimeout.toMillis() < LEAST_TIMEOUT_MS) {
            throw new IllegalArgumentException("loadTimeout: " + loadTimeout + " (expected: >= 100 ms)");
        }
        var least = leastCapacity(sizes.defaultBytes());
        if (sizes.capacityBytes() < least) {
            throw new IllegalArgumentException("The capacity of " + sizes.capacityBytes() + " bytes is too small for a"
                    + " default model size of " + sizes.defaultBytes() + " bytes (expected: at least " + least
                    + " bytes); give the runtime container more memory, or lower MEM_BUFFER_BYTES or"
                    + " DEFAULT_MODELSIZE");
        }
    }

    static MeshLimits from(Environment environment) {
        var defaultSize = environment.longValue("DEFAULT_MODELSIZE", DEFAULT_MODEL_SIZE, 1, Long.MAX_VALUE);
        var multiplier =
                environment.decimal("MODELSIZE_MULTIPLIER", DEFAULT_MULTIPLIER, Double.MIN_VALUE, LARGEST_MULTIPLIER);
        var concurrency = environment.integer("LOADING_CONCURRENCY", 1, 1, Integer.MAX_VALUE);
        var timeout = environment.integer("LOADTIME_TIMEOUT", DEFAULT_TIMEOUT_MS, LEAST_TIMEOUT_MS, Integer.MAX_VALUE);
        var perModel = environment.integer("LIMIT_PER_MODEL_CONCURRENCY", 0, 0, Integer.MAX_VALUE);
        var ofFormats = multipliers(environment);
        var capacity = capacity(environment);
        environment.check();
        return new MeshLimits(
                new SizeRules(defaultSize, multiplier, ofFormats, capacity),
                concurrency,
                Duration.ofMillis(timeout),
                perModel);
    }

    private static Map<String, Double> multipliers(Environment environment) {
        var multipliers = new HashMap<String, Double>();
        for (var row : environment.list("MODELSIZE_MULTIPLIERS", List.of())) {
            var parts = MULTIPLIER.matcher(row);
            var factor = parts.matches() ? Double.parseDouble(parts.group(2)) : 0;
            if (factor > 0 && factor <= LARGEST_MULTIPLIER) {
                multipliers.put(ModelFormats.normalized(parts.group(1)), factor);
            } else {
                environment.problem(
                        "MODELSIZE_MULTIPLIERS: '" + row + "' (expected: type=factor, …, such as sklearn=2.5)");
            }
        }
        return multipliers;
    }

    private static long capacity(Environment environment) {
        var requested = environment.longValue("CONTAINER_MEM_REQ_BYTES", -1, Long.MIN_VALUE, Long.MAX_VALUE);
        var buffer = environment.longValue("MEM_BUFFER_BYTES", DEFAULT_BUFFER, 0, Long.MAX_VALUE);
        if (requested < 0) {
            environment.problem(
                    "CONTAINER_MEM_REQ_BYTES: " + requested + " (expected: the memory request of the runtime"
                            + " container, in bytes); the capacity for models is computed from it");
        } else if (requested <= buffer) {
            environment.problem(
                    "CONTAINER_MEM_REQ_BYTES: " + requested + " (expected: more than MEM_BUFFER_BYTES, which" + " is "
                            + buffer + "); nothing is left for models");
        }
        return Math.max(1, requested - buffer);
    }

    /** The mesh counts in units of 8 KiB and wants room for several models of the default size. */
    private static long leastCapacity(long defaultBytes) {
        var units = defaultBytes / UNIT + (defaultBytes % UNIT == 0 ? 0 : 1);
        var rounded = units > Long.MAX_VALUE / (10 * UNIT) ? Long.MAX_VALUE / 10 : units * UNIT;
        return Math.max(2 * rounded, Math.min(512 * MIB, 10 * rounded));
    }
}
