package dev.inferport.runtime.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link UnaryMethod} for each call. Written against {@link ServerCall} because the stubs that gRPC generates
 * hide the headers and the trailers.
 */
final class UnaryHandler<Q, R> implements ServerCallHandler<Q, R> {

    /** One more than expected, so that a second message is noticed. */
    private static final int REQUESTED_MESSAGES = 2;

    private final UnaryMethod<Q, R> method;

    UnaryHandler(UnaryMethod<Q, R> method) {
        this.method = method;
    }

    @Override
    public ServerCall.Listener<Q> startCall(ServerCall<Q, R> call, Metadata headers) {
        IncomingCall incoming = IncomingCall.of(headers);
        call.request(REQUESTED_MESSAGES);
        return new Listener<>(method, call, incoming);
    }

    /** gRPC calls a listener from one thread at a time; the answer comes from any thread, after the last message. */
    private static final class Listener<Q, R> extends ServerCall.Listener<Q> {

        private final UnaryMethod<Q, R> method;
        private final ServerCall<Q, R> call;
        private final IncomingCall incoming;
        private @Nullable Q request;
        private boolean refused;

        Listener(UnaryMethod<Q, R> method, ServerCall<Q, R> call, IncomingCall incoming) {
            this.method = method;
            this.call = call;
            this.incoming = incoming;
        }

        @Override
        public void onMessage(Q message) {
            if (request != null && !refused) {
                refuse("several messages (expected: one)");
            }
            request = message;
        }

        @Override
        public void onHalfClose() {
            Q message = request;
            request = null;
            if (message == null && !refused) {
                refuse("no message (expected: one)");
            }
            if (message != null && !refused) {
                answer(message);
            }
        }

        @Override
        public void onCancel() {
            incoming.call().cancel();
        }

        private void answer(Q message) {
            try {
                var unused = method.answer(message, incoming).whenComplete(this::complete);
            } catch (RuntimeException e) {
                fail(e);
            }
        }

        private void complete(@Nullable Reply<R> reply, @Nullable Throwable failure) {
            if (call.isCancelled()) {
                return;
            }
            if (reply == null) {
                fail(failure);
                return;
            }
            try {
                call.sendHeaders(new Metadata());
                call.sendMessage(reply.message());
            } catch (RuntimeException | Error e) {
                fail(e);
                return;
            }
            call.close(Status.OK, reply.trailers());
        }

        private void fail(@Nullable Throwable failure) {
            call.close(GrpcStatus.of(failure), new Metadata());
        }

        private void refuse(String reason) {
            refused = true;
            call.close(Status.INTERNAL.withDescription(reason), new Metadata());
        }
    }
}
