package dev.inferport.adapter.storage;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cancels the token it gives out. Thread-safe.
 *
 * <p>The first {@code cancel} wins; listeners run on its thread, outside of any lock.
 */
public final class CancellationSource {

    private final Token token = new Token();

    /** What to hand to the work that this source may cancel. */
    public Cancellation token() {
        return token;
    }

    /** Cancels because the caller went away. */
    public void cancel() {
        cancel(LoadException.Reason.CANCELLED, "The caller cancelled the request.");
    }

    /** Cancels for the reason of a failure. */
    void cancel(LoadException why) {
        cancel(why.reason(), why.sentence());
    }

    /** Cancels for the reason of another token, which is cancelled. */
    void cancelLike(Cancellation other) {
        try {
            other.throwIfCancelled();
        } catch (LoadException e) {
            cancel(e);
        }
    }

    /** Cancels for another reason, for instance {@link LoadException.Reason#DEADLINE_EXCEEDED}. */
    public void cancel(LoadException.Reason reason, String sentence) {
        token.cancel(new Cause(reason, sentence));
    }

    private record Cause(LoadException.Reason reason, String sentence) {

        Cause {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(sentence, "sentence");
        }
    }

    private static final class Token implements Cancellation {

        private final Object lock = new Object();

        /** Guarded by {@code lock}; compared by identity so that one listener may be registered twice. */
        private final Set<Listener> listeners = new LinkedHashSet<>();

        /** Written under {@code lock}, once. */
        private volatile @Nullable Cause cause;

        @Override
        public boolean isCancelled() {
            return cause != null;
        }

        @Override
        public void throwIfCancelled() throws LoadException {
            var now = cause;
            if (now != null) {
                throw new LoadException(now.reason(), now.sentence());
            }
        }

        @Override
        public Registration onCancel(Runnable action) {
            var listener = new Listener(action);
            synchronized (lock) {
                if (cause == null) {
                    listeners.add(listener);
                    return () -> withdraw(listener);
                }
            }
            action.run();
            return () -> {};
        }

        void cancel(Cause why) {
            List<Listener> toRun;
            synchronized (lock) {
                if (cause != null) {
                    return;
                }
                cause = why;
                toRun = List.copyOf(listeners);
                listeners.clear();
            }
            toRun.forEach(listener -> listener.action.run());
        }

        private void withdraw(Listener listener) {
            synchronized (lock) {
                listeners.remove(listener);
            }
        }
    }

    private static final class Listener {

        private final Runnable action;

        Listener(Runnable action) {
            this.action = action;
        }
    }
}
