package dev.inferport.adapter.server;

import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;

/** The one message of a unary answer as a future. */
final class Reply<T> implements StreamObserver<T> {

    private final CompletableFuture<T> future = new CompletableFuture<>();

    CompletableFuture<T> future() {
        return future;
    }

    @Override
    public void onNext(T message) {
        future.complete(message);
    }

    @Override
    public void onError(Throwable failure) {
        future.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
        future.completeExceptionally(new IllegalStateException("the runtime answered without a message"));
    }
}
