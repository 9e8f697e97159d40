package dev.inferport.mesh;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes every method that the mesh does not serve itself, collects its one request message as bytes and hands the call
 * on. Calls that can't succeed are refused before their message has arrived.
 */
final class InferenceForwarder extends HandlerRegistry implements ServerCallHandler<byte[], byte[]> {

    private final MethodPolicy methods;
    private final InferenceRoute route;

    InferenceForwarder(MethodPolicy methods, InferenceRoute route) {
        this.methods = methods;
        this.route = route;
    }

    @Override
    public ServerMethodDefinition<byte[], byte[]> lookupMethod(String method, @Nullable String authority) {
        return ServerMethodDefinition.create(RawMessages.method(method), this);
    }

    @Override
    public ServerCall.Listener<byte[]> startCall(ServerCall<byte[], byte[]> call, Metadata headers) {
        var method = call.getMethodDescriptor().getFullMethodName();
        try {
            var selector = ModelSelector.from(headers);
            if (!methods.allows(method)) {
                throw Status.UNIMPLEMENTED
                        .withDescription("Method not found or not permitted: " + method)
                        .asRuntimeException();
            }
            call.request(2);
            return new OneMessage(call, headers, selector);
        } catch (StatusRuntimeException e) {
            call.close(e.getStatus(), new Metadata());
            return new ServerCall.Listener<>() {};
        }
    }

    /** gRPC calls one listener's methods one after the other. */
    private final class OneMessage extends ServerCall.Listener<byte[]> {

        private final ServerCall<byte[], byte[]> call;
        private final Metadata headers;
        private final Optional<ModelSelector> selector;
        private byte @Nullable [] message;
        private boolean refused;

        OneMessage(ServerCall<byte[], byte[]> call, Metadata headers, Optional<ModelSelector> selector) {
            this.call = call;
            this.headers = headers;
            this.selector = selector;
        }

        @Override
        public void onMessage(byte[] received) {
            if (message == null) {
                message = received;
            } else {
                refuse(Status.UNIMPLEMENTED.withDescription("Streaming not supported yet"));
            }
        }

        @Override
        public void onHalfClose() {
            if (message == null) {
                refuse(Status.INTERNAL.withDescription("the call ended without a request message"));
            } else if (!refused) {
                route.take(new InferenceCall(call, headers, selector, message));
            }
        }

        private void refuse(Status status) {
            if (!refused) {
                refused = true;
                call.close(status, new Metadata());
            }
        }
    }
}
