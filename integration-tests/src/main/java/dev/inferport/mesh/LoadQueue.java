package dev.inferport.mesh;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Loads that wait for one of the runtime's loading slots: those that a request waits for first, then the most recently
 * used. Owned by the node's loop.
 */
final class LoadQueue {

    private static final Duration HEAD_START_OF_AWAITED = Duration.ofHours(2);

    private final int slots;
    private final List<ModelCopy> waiting = new ArrayList<>();
    private final Set<ModelCopy> loading = new HashSet<>();

    LoadQueue(int slots) {
        this.slots = slots;
    }

    void offer(ModelCopy copy) {
        waiting.add(copy);
    }

    /** Forgets the copy, whether it waits or holds a slot. */
    void remove(ModelCopy copy) {
        waiting.remove(copy);
        loading.remove(copy);
    }

    /** Takes a slot for the first in line, if there is a free slot and the test lets it begin. */
    Optional<ModelCopy> take(Predicate<ModelCopy> mayBegin) {
        if (loading.size() == slots) {
            return Optional.empty();
        }
        var first =
                waiting.stream().max(Comparator.comparing(LoadQueue::priority)).filter(mayBegin);
        first.ifPresent(copy -> {
            waiting.remove(copy);
            loading.add(copy);
        });
        return first;
    }

    private static Instant priority(ModelCopy copy) {
        return copy.isAwaited() ? copy.lastUsed().plus(HEAD_START_OF_AWAITED) : copy.lastUsed();
    }
}
