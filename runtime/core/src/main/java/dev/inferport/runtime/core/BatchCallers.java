package dev.inferport.runtime.core;

import dev.inferport.runtime.api.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The callers of a batch as one: it waits while any of them does, for as long as the most patient of them.
 *
 * @param requests in the batch
 */
record BatchCallers(List<QueuedRequest> requests) implements Caller {

    @Override
    public boolean isWaiting() {
        return requests.stream().anyMatch(request -> request.call().isWaiting());
    }

    @Override
    public Optional<Duration> timeLeft() {
        Duration longest = Duration.ZERO;
        for (QueuedRequest request : requests) {
            Optional<Duration> left = request.call().timeLeft();
            if (left.isEmpty()) {
                return left;
            }
            longest = left.get().compareTo(longest) > 0 ? left.get() : longest;
        }
        return Optional.of(longest);
    }
}
