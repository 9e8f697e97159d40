package dev.inferport.runtime.grpc;

import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.ResponseSink;
import dev.inferport.wire.inference.ModelInferResponse;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The responses of a stream. A client that reads slower than the model answers holds the model back, once the transport
 * has some 32 KiB to send. For use by the thread that runs the model.
 */
final class StreamedResponses implements ResponseSink {

    private final ServerCall<?, ModelInferResponse> serverCall;
    private final StreamSignal signal;
    private final BooleanSupplier raw;
    private boolean headersSent;
    private Map<String, String> latestHeaders = Map.of();

    /**
     * @param signal is given when the transport takes more
     * @param raw whether the request being answered was raw
     */
    StreamedResponses(ServerCall<?, ModelInferResponse> serverCall, StreamSignal signal, BooleanSupplier raw) {
        this.serverCall = serverCall;
        this.signal = signal;
        this.raw = raw;
    }

    @Override
    public void send(InferenceResponse response) {
        ModelInferResponse message = ProtoOutputs.encode(response, raw.getAsBoolean());
        latestHeaders = response.headers();
        sendHeaders();
        signal.await(serverCall::isReady);
        serverCall.sendMessage(message);
    }

    /** Sends the headers, unless that is done. */
    void sendHeaders() {
        if (!headersSent) {
            headersSent = true;
            serverCall.sendHeaders(new Metadata());
        }
    }

    /** What the last response has for headers. */
    Metadata trailers() {
        return ResponseTrailers.of(latestHeaders);
    }
}
