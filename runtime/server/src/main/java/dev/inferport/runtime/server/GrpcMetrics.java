package dev.inferport.runtime.server;

import io.grpc.Context;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Counts gRPC calls: each once when it starts and once when it ends, however it ends. Methods that no service has don't
 * come here, so that callers can't add series.
 */
final class GrpcMetrics implements ServerInterceptor {

    private final Counter started;
    private final Counter handled;
    private final Histogram seconds;
    private final Counter received;
    private final Counter sent;
    private final ConcurrentMap<String, GrpcMethodSeries> methods = new ConcurrentHashMap<>();

    GrpcMetrics(PrometheusRegistry registry) {
        String[] method = {"grpc_type", "grpc_service", "grpc_method"};
        this.started = counter(registry, "grpc_server_started", "gRPC calls that began", method);
        this.handled = counter(
                registry,
                "grpc_server_handled",
                "gRPC calls that ended, with their status",
                "grpc_type",
                "grpc_service",
                "grpc_method",
                "grpc_code");
        this.seconds = Metrics.requestSeconds(
                        "grpc_server_handling_seconds", "Seconds from the headers of a gRPC call to its end")
                .labelNames(method)
                .register(registry);
        this.received = counter(registry, "grpc_server_msg_received", "Messages of gRPC streams received", method);
        this.sent = counter(registry, "grpc_server_msg_sent", "Messages of gRPC streams sent", method);
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        GrpcMethodSeries series = methods.computeIfAbsent(
                call.getMethodDescriptor().getFullMethodName(), name -> series(call.getMethodDescriptor()));
        CountedCall<Q, R> counted = new CountedCall<>(call, series, Context.current());
        try {
            return new CountedListener<>(next.startCall(counted, headers), counted);
        } catch (RuntimeException | Error e) {
            counted.ended(Status.Code.UNKNOWN);
            throw e;
        }
    }

    private GrpcMethodSeries series(MethodDescriptor<?, ?> method) {
        String service = String.valueOf(method.getServiceName());
        String name = String.valueOf(method.getBareMethodName());
        String[] labels = {method.getType().name(), service, name};
        return new GrpcMethodSeries(
                started.labelValues(labels),
                code -> handled.labelValues(labels[0], service, name, code.name()),
                seconds.labelValues(labels),
                messages(method, received, labels),
                messages(method, sent, labels));
    }

    /** The messages of unary calls are not counted: they are as many as the calls. */
    private static Runnable messages(MethodDescriptor<?, ?> method, Counter counter, String... labels) {
        return method.getType() == MethodDescriptor.MethodType.UNARY ? () -> {} : counter.labelValues(labels)::inc;
    }

    private static Counter counter(PrometheusRegistry registry, String name, String help, String... labels) {
        return Counter.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .withoutExemplars()
                .register(registry);
    }

    /** Sees the ends of a call that its handler doesn't decide on. */
    private static final class CountedListener<Q> extends SimpleForwardingServerCallListener<Q> {

        private final CountedCall<Q, ?> call;

        CountedListener(ServerCall.Listener<Q> listener, CountedCall<Q, ?> call) {
            super(listener);
            this.call = call;
        }

        @Override
        public void onMessage(Q message) {
            call.received();
            super.onMessage(message);
        }

        @Override
        public void onCancel() {
            call.cancelled();
            super.onCancel();
        }

        /** A handler that threw has not closed its call; gRPC has. */
        @Override
        public void onComplete() {
            call.ended(Status.Code.UNKNOWN);
            super.onComplete();
        }
    }
}
