package dev.inferport.runtime.grpc;

import io.grpc.Metadata;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The answer to a unary call.
 *
 * @param message of the answer
 * @param trailers sent after it
 */
record Reply<R>(R message, Metadata trailers) {

    /** An answer that is there already and has no trailers. */
    static <R> CompletionStage<Reply<R>> now(R message) {
        return CompletableFuture.completedFuture(of(message));
    }

    /** An answer that another thread finds, because that takes a wait. */
    static <R> CompletionStage<Reply<R>> from(Supplier<R> message, Executor executor) {
        return CompletableFuture.supplyAsync(() -> of(message.get()), executor);
    }

    static <R> Reply<R> of(R message) {
        return new Reply<>(message, new Metadata());
    }
}
