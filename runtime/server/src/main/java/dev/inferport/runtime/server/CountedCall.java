package dev.inferport.runtime.server;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicBoolean;

/** A gRPC call that is counted when it starts, and once more at the first of its ends. */
final class CountedCall<Q, R> extends SimpleForwardingServerCall<Q, R> {

    private static final double NANOS_PER_SECOND = 1e9;

    private final GrpcMethodSeries series;
    private final Context context;
    private final long start = System.nanoTime();
    private final AtomicBoolean ended = new AtomicBoolean();

    CountedCall(ServerCall<Q, R> call, GrpcMethodSeries series, Context context) {
        super(call);
        this.series = series;
        this.context = context;
        series.started().inc();
    }

    @Override
    public void sendMessage(R message) {
        series.sent().run();
        super.sendMessage(message);
    }

    @Override
    public void close(Status status, Metadata trailers) {
        ended(status.getCode());
        super.close(status, trailers);
    }

    /** A message has arrived. */
    void received() {
        series.received().run();
    }

    /** The client has gone, or has waited as long as it said it would. */
    void cancelled() {
        Deadline deadline = context.getDeadline();
        ended(deadline != null && deadline.isExpired() ? Status.Code.DEADLINE_EXCEEDED : Status.Code.CANCELLED);
    }

    void ended(Status.Code code) {
        if (ended.compareAndSet(false, true)) {
            series.handled().apply(code).inc();
            series.seconds().observe((System.nanoTime() - start) / NANOS_PER_SECOND);
        }
    }
}
