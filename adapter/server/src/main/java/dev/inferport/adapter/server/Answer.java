package dev.inferport.adapter.server;

import dev.inferport.adapter.storage.LoadException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;

/** Answers a unary call with what a future becomes, on whatever thread completes it. */
final class Answer {

    private Answer() {}

    /** A handler: refuses at once, or promises an answer. */
    @FunctionalInterface
    interface Handler<T> {
        CompletableFuture<T> handle() throws LoadException;
    }

    /** Answers; that the caller went away changes nothing, but without any handler for it the reply would throw. */
    static <T> void to(StreamObserver<T> observer, Handler<T> handler) {
        to(observer, () -> {}, handler);
    }

    /** Answers, and says when the caller went away. */
    @SuppressWarnings("FutureReturnValueIgnored") // both outcomes go to the observer
    static <T> void to(StreamObserver<T> observer, Runnable onCancel, Handler<T> handler) {
        ((ServerCallStreamObserver<T>) observer).setOnCancelHandler(onCancel);
        CompletableFuture<T> promise;
        try {
            promise = handler.handle();
        } catch (LoadException e) {
            observer.onError(StatusMapping.toGrpc(e));
            return;
        }
        promise.whenComplete((response, failure) -> {
            if (failure != null) {
                observer.onError(StatusMapping.toGrpc(failure));
            } else {
                observer.onNext(response);
                observer.onCompleted();
            }
        });
    }
}
