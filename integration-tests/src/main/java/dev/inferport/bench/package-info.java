/**
 * Measures V2 servers side by side: {@link dev.inferport.bench.Main} asks each target in turn, over gRPC and REST, with
 * more and more callers, and prints rates, latencies and ratios to the first target. Meant for
 * {@code scripts/bench.sh}. {@link dev.inferport.bench.FormatsMain} compares the runtime, in this process, with the
 * libraries that made the models, format by format, for {@code scripts/bench-formats.sh}; it needs the jars of the
 * runtime's distribution on the class path. No test depends on a time.
 */
@NullMarked
package dev.inferport.bench;

import org.jspecify.annotations.NullMarked;
