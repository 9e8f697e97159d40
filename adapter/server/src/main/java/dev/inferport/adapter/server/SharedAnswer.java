package dev.inferport.adapter.server;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Work that takes a while and whose questions pile up meanwhile: those that come while it runs share its answer. */
final class SharedAnswer<T> {

    private final Supplier<CompletableFuture<T>> work;

    // Guarded by this.
    private CompletableFuture<T> running = CompletableFuture.failedFuture(new IllegalStateException("not asked yet"));

    SharedAnswer(Supplier<CompletableFuture<T>> work) {
        this.work = work;
    }

    /** A future of the caller's own: what is done with it doesn't touch the others. */
    synchronized CompletableFuture<T> ask() {
        if (running.isDone()) {
            running = work.get();
        }
        return running.copy();
    }
}
