package dev.inferport.mesh;

import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The one response of a call, or its failure. */
final class StreamOutcome implements StreamObserver<byte[]> {

    private final CompletableFuture<byte[]> future = new CompletableFuture<>();

    byte[] get() throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    @Override
    public void onNext(byte[] message) {
        future.complete(message);
    }

    @Override
    public void onError(Throwable failure) {
        future.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {}
}
