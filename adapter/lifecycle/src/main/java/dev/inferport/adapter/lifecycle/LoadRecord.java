package dev.inferport.adapter.lifecycle;

import dev.inferport.adapter.lifecycle.LoadEvent.Phase;
import dev.inferport.adapter.storage.LoadException.Reason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Notes how one load goes. Confined to the thread of the load. */
final class LoadRecord {

    private final LoadCommand command;
    private final Map<Phase, Long> nanos = new EnumMap<>(Phase.class);
    private @Nullable Phase phase;
    private long since = System.nanoTime();
    private long diskBytes;

    LoadRecord(LoadCommand command) {
        this.command = command;
    }

    /** One phase ends, if there was any, and another begins. */
    void begin(Phase next) {
        end();
        phase = next;
    }

    void fetched(long bytes) {
        diskBytes = bytes;
    }

    long millis(Phase of) {
        return TimeUnit.NANOSECONDS.toMillis(nanos.getOrDefault(of, 0L));
    }

    long totalMillis() {
        return TimeUnit.NANOSECONDS.toMillis(
                nanos.values().stream().mapToLong(Long::longValue).sum());
    }

    LoadEvent succeeded(SizeReport size) {
        end();
        return new LoadEvent(command.id(), command.modelType(), Optional.empty(), nanos, diskBytes, Optional.of(size));
    }

    LoadEvent failed(Reason reason) {
        end();
        return new LoadEvent(
                command.id(), command.modelType(), Optional.of(reason), nanos, diskBytes, Optional.empty());
    }

    private void end() {
        var now = System.nanoTime();
        if (phase != null) {
            nanos.merge(phase, now - since, Long::sum);
            phase = null;
        }
        since = now;
    }
}
