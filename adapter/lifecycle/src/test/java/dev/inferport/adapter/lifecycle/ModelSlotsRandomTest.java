package dev.inferport.adapter.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inferport.adapter.storage.Cancellation;
import dev.inferport.adapter.storage.CancellationSource;
import dev.inferport.adapter.storage.ModelId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many random loads, cancels, unloads and purges on real threads; what must hold is checked while they run. */
final class ModelSlotsRandomTest {

    private static final int STEPS = 10_000;
    private static final int CONCURRENCY = 3;
    private static final List<ModelId> MODELS =
            IntStream.range(0, 8).mapToObj(i -> new ModelId("model-" + i)).toList();

    private final ModelSlots slots = new ModelSlots(CONCURRENCY, Executors.newCachedThreadPool());
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final Map<ModelId, AtomicInteger> running = new ConcurrentHashMap<>();
    private final Map<ModelId, AtomicInteger> lastSequence = new ConcurrentHashMap<>();
    private final AtomicInteger wantedLoads = new AtomicInteger();
    private final AtomicInteger everything = new AtomicInteger();
    private final AtomicInteger alone = new AtomicInteger();

    @ParameterizedTest
    @ValueSource(longs = {1, 20_260_101, 777})
    void theContractHoldsForAnyInterleaving(long seed) throws Exception {
        var random = new Random(seed);
        var outcomes = new ArrayList<CompletableFuture<?>>();
        var callers = new ArrayList<CancellationSource>();
        for (var step = 0; step < STEPS; step++) {
            var id = MODELS.get(random.nextInt(MODELS.size()));
            var sequence = step + 1;
            var effort = random.nextInt(4) * 20;
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3, 4 -> {
                    var caller = new CancellationSource();
                    callers.add(caller);
                    outcomes.add(slots.load(id, caller.token(), token -> load(id, sequence, token, effort)));
                }
                case 5, 6, 7 -> outcomes.add(slots.unload(id, token -> occupy(id, sequence, effort)));
                case 8 -> callers.forEach(caller -> cancelSome(caller, random));
                default -> {
                    if (random.nextInt(50) == 0) {
                        outcomes.add(slots.alone(token -> alone()));
                    }
                }
            }
        }

        CompletableFuture.allOf(outcomes.stream()
                        .map(outcome -> outcome.handle((result, failure) -> 0))
                        .toArray(CompletableFuture<?>[]::new))
                .get(60, TimeUnit.SECONDS);

        assertThat(violations).isEmpty();
        assertThat(slots.occupied()).isZero();
        assertThat(slots.close(Duration.ofSeconds(10))).isTrue();
    }

    private static void cancelSome(CancellationSource caller, Random random) {
        if (random.nextInt(20) == 0) {
            caller.cancel();
        }
    }

    private int load(ModelId id, int sequence, Cancellation token, int effort) {
        var counted = new AtomicBoolean(true);
        wantedLoads.incrementAndGet();
        // A load that nobody wants any more doesn't count, from before others are told that they may start.
        var registration = token.onCancel(() -> discount(counted));
        try {
            checkLimit();
            return occupy(id, sequence, effort);
        } finally {
            registration.close();
            discount(counted);
        }
    }

    /** Whoever cancels frees the permit a moment before this test hears of it. */
    private void checkLimit() {
        var patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (wantedLoads.get() > CONCURRENCY) {
            if (System.nanoTime() > patience) {
                violations.add(wantedLoads + " loads at once");
                return;
            }
            Thread.onSpinWait();
        }
    }

    private void discount(AtomicBoolean counted) {
        if (counted.getAndSet(false)) {
            wantedLoads.decrementAndGet();
        }
    }

    private int occupy(ModelId id, int sequence, int effort) {
        everything.incrementAndGet();
        if (alone.get() != 0) {
            violations.add(id + " runs beside work that is alone");
        }
        if (running.computeIfAbsent(id, key -> new AtomicInteger()).incrementAndGet() != 1) {
            violations.add(id + " runs twice at once");
        }
        var before =
                lastSequence.computeIfAbsent(id, key -> new AtomicInteger()).getAndSet(sequence);
        if (before >= sequence) {
            violations.add(id + ": " + sequence + " after " + before);
        }
        for (var i = 0; i < effort; i++) {
            Thread.onSpinWait();
        }
        running.get(id).decrementAndGet();
        everything.decrementAndGet();
        return sequence;
    }

    private int alone() {
        if (alone.incrementAndGet() != 1 || everything.get() != 0) {
            violations.add("not alone: " + everything.get());
        }
        alone.decrementAndGet();
        return 0;
    }
}
