package dev.inferport.adapter.storage;

/**
 * Tells work in progress that nobody waits for it any more. Every method may be called from any thread.
 *
 * <p>A {@link CancellationSource} cancels it; once cancelled, it stays so.
 */
public interface Cancellation {

    /** Whether the work should stop. */
    boolean isCancelled();

    /**
     * Returns at once, or says that the work should stop.
     *
     * @throws LoadException {@link LoadException.Reason#CANCELLED}, or the reason that the source was given
     */
    void throwIfCancelled() throws LoadException;

    /**
     * Runs {@code listener} once, on the thread that cancels, or at once on this thread if that has happened already. A
     * listener must be quick and must not throw.
     *
     * @return closes to withdraw the listener
     */
    Registration onCancel(Runnable listener);

    /** A token that is never cancelled. */
    static Cancellation none() {
        return NeverCancelled.INSTANCE;
    }

    /** The hold of a listener on a token. */
    interface Registration extends AutoCloseable {

        /**
         * Withdraws the listener; after this it won't be started, though it may be running. Repeating it is harmless.
         */
        @Override
        void close();
    }
}
