package dev.inferport.runtime.server;

import dev.inferport.servicekit.TraceContext;
import dev.inferport.servicekit.Tracing;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** A span per gRPC call, from its headers to its end; named as in MLServer. Probes have none. */
final class GrpcTracing implements ServerInterceptor {

    private static final Set<String> PROBES = Set.of("ServerLive", "ServerReady", "Check", "Watch");

    private final Tracing tracing;

    GrpcTracing(Tracing tracing) {
        this.tracing = tracing;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        String method = String.valueOf(call.getMethodDescriptor().getBareMethodName());
        if (PROBES.contains(method)) {
            return next.startCall(call, headers);
        }
        Tracing.Span span = tracing.begin(
                        "/" + call.getMethodDescriptor().getFullMethodName(),
                        Tracing.Kind.SERVER,
                        TraceContext.of(headers))
                .with("rpc.system", "grpc")
                .with("rpc.service", String.valueOf(call.getMethodDescriptor().getServiceName()))
                .with("rpc.method", method);
        span.context().into(headers);
        TracedCall<Q, R> traced = new TracedCall<>(call, span);
        try {
            return new TracedListener<>(next.startCall(traced, headers), traced);
        } catch (RuntimeException | Error e) {
            traced.ended(Status.UNKNOWN);
            throw e;
        }
    }

    private static final class TracedCall<Q, R> extends SimpleForwardingServerCall<Q, R> {

        private final Tracing.Span span;
        private final AtomicBoolean ended = new AtomicBoolean();

        TracedCall(ServerCall<Q, R> call, Tracing.Span span) {
            super(call);
            this.span = span;
        }

        @Override
        public void close(Status status, Metadata trailers) {
            ended(status);
            super.close(status, trailers);
        }

        void ended(Status status) {
            if (ended.compareAndSet(false, true)) {
                String code = status.getCode().name();
                span.with("rpc.grpc.status", code).end(status.isOk() ? Optional.empty() : Optional.of(code));
            }
        }
    }

    private static final class TracedListener<Q> extends SimpleForwardingServerCallListener<Q> {

        private final TracedCall<Q, ?> call;

        TracedListener(ServerCall.Listener<Q> listener, TracedCall<Q, ?> call) {
            super(listener);
            this.call = call;
        }

        @Override
        public void onCancel() {
            call.ended(Status.CANCELLED);
            super.onCancel();
        }

        /** A handler that threw has not closed its call; gRPC has. */
        @Override
        public void onComplete() {
            call.ended(Status.UNKNOWN);
            super.onComplete();
        }
    }
}
