package dev.inferport.mesh;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What the runtime answered to one call. Trailers are not kept: they get lost on the way through ModelMesh as well. */
final class RuntimeResponse {

    private final Metadata headers;
    private final byte[] message;

    private RuntimeResponse(Metadata headers, byte[] message) {
        this.headers = headers;
        this.message = message;
    }

    /** Initial metadata. */
    Metadata headers() {
        return headers;
    }

    byte[] message() {
        return message;
    }

    /** Sends one message in the current context; the future fails with a {@code StatusRuntimeException}. */
    static CompletableFuture<RuntimeResponse> to(String method, Metadata headers, byte[] request, Channel channel) {
        var call = channel.newCall(RawMessages.method(method), CallOptions.DEFAULT);
        var collector = new Collector(call);
        call.start(collector, headers);
        call.request(2);
        call.sendMessage(request);
        call.halfClose();
        return collector.future;
    }

    /** gRPC calls one listener's methods one after the other. */
    private static final class Collector extends ClientCall.Listener<byte[]> {

        private final CompletableFuture<RuntimeResponse> future = new CompletableFuture<>();
        private final ClientCall<byte[], byte[]> call;
        private Metadata headers = new Metadata();
        private byte @Nullable [] message;

        Collector(ClientCall<byte[], byte[]> call) {
            this.call = call;
        }

        @Override
        public void onHeaders(Metadata received) {
            headers = received;
        }

        @Override
        public void onMessage(byte[] received) {
            if (message != null) {
                call.cancel("more than one response message", null);
            }
            message = received;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (!status.isOk()) {
                future.completeExceptionally(status.asRuntimeException());
            } else if (message == null) {
                future.completeExceptionally(Status.INTERNAL
                        .withDescription("the runtime sent no response message")
                        .asRuntimeException());
            } else {
                future.complete(new RuntimeResponse(headers, message));
            }
        }
    }
}
