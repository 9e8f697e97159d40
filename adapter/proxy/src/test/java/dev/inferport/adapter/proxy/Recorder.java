package dev.inferport.adapter.proxy;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Keeps what a call receives, and lets a test wait for its end. */
final class Recorder extends ClientCall.Listener<byte[]> {

    final List<byte[]> messages = new CopyOnWriteArrayList<>();
    volatile @Nullable Metadata headers;
    volatile @Nullable Metadata trailers;

    private final CompletableFuture<Status> status = new CompletableFuture<>();

    @Override
    public void onHeaders(Metadata received) {
        headers = received;
    }

    @Override
    public void onMessage(byte[] message) {
        messages.add(message);
    }

    @Override
    public void onClose(Status end, Metadata received) {
        trailers = received;
        status.complete(end);
    }

    boolean isClosed() {
        return status.isDone();
    }

    Status awaitStatus() throws InterruptedException, ExecutionException, TimeoutException {
        return status.get(20, TimeUnit.SECONDS);
    }
}
