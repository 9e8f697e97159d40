package dev.inferport.runtime.grpc;

import com.google.protobuf.ByteString;
import dev.inferport.runtime.core.InferenceRuntime;
import dev.inferport.wire.inference.ModelInferResponse;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * One stream of requests and responses. gRPC calls this listener, from one thread at a time and never to wait; the
 * runtime takes requests and gives responses on a thread of the stream's own, and waits there: in
 * {@link StreamedRequests} for the client's next message, in {@link StreamedResponses} for the client to take some. The
 * end of the call wakes it in either.
 */
final class InferStream extends ServerCall.Listener<ByteString> {

    private final ServerCall<ByteString, ModelInferResponse> serverCall;
    private final IncomingCall incoming;
    private final StreamSignal signal;
    private final StreamedRequests requests;
    private final StreamedResponses responses;

    InferStream(ServerCall<ByteString, ModelInferResponse> serverCall, IncomingCall incoming) {
        this.serverCall = serverCall;
        this.incoming = incoming;
        this.signal = new StreamSignal(incoming.call());
        this.requests = new StreamedRequests(serverCall, incoming, signal);
        this.responses = new StreamedResponses(serverCall, signal, requests::isLatestRaw);
    }

    /** Lets the runtime answer. */
    void start(InferenceRuntime runtime) {
        var unused = runtime.stream(requests, responses, incoming.call()).whenComplete((done, failure) -> end(failure));
    }

    @Override
    public void onMessage(ByteString message) {
        requests.received(message);
    }

    @Override
    public void onHalfClose() {
        requests.end();
    }

    @Override
    public void onReady() {
        signal.changed();
    }

    @Override
    public void onCancel() {
        incoming.call().cancel();
        signal.changed();
    }

    private void end(@Nullable Throwable failure) {
        if (serverCall.isCancelled()) {
            return;
        }
        if (failure != null) {
            serverCall.close(GrpcStatus.of(failure), new Metadata());
            return;
        }
        responses.sendHeaders();
        serverCall.close(Status.OK, responses.trailers());
    }
}
