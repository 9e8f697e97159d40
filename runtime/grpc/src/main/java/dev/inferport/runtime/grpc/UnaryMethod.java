package dev.inferport.runtime.grpc;

import java.util.concurrent.CompletionStage;

/**
 * One request, one answer. Does not wait; what it throws, or its stage fails with, becomes the status of the call.
 *
 * @param <Q> message of the request
 * @param <R> message of the answer
 */
@FunctionalInterface
interface UnaryMethod<Q, R> {

    CompletionStage<Reply<R>> answer(Q request, IncomingCall call);
}
