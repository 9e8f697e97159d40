package dev.inferport.runtime.grpc;

import com.google.protobuf.ByteString;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.wire.inference.ModelInferRequest;
import io.grpc.ServerCall;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The requests of a stream, one ahead of the model: another message is asked of the client when one is taken, so that a
 * model slower than its client does not fill the memory. One thread puts messages in, another iterates.
 */
final class StreamedRequests implements Iterator<InferenceRequest> {

    private final ServerCall<ByteString, ?> serverCall;
    private final IncomingCall incoming;
    private final StreamSignal signal;
    private final Map<String, String> headers;
    private final Queue<ByteString> waiting = new ConcurrentLinkedQueue<>();
    private volatile boolean ended;

    /** Used by the iterating thread alone, as is the flag below. */
    private String latestModel = "";

    private boolean latestRaw;

    StreamedRequests(ServerCall<ByteString, ?> serverCall, IncomingCall incoming, StreamSignal signal) {
        this.serverCall = serverCall;
        this.incoming = incoming;
        this.signal = signal;
        this.headers = incoming.headers();
        serverCall.request(1);
    }

    /** Takes a message from the client. */
    void received(ByteString message) {
        waiting.add(message);
        signal.changed();
    }

    /** Says that the client has sent its last message. */
    void end() {
        ended = true;
        signal.changed();
    }

    /** Whether the request taken last was raw. */
    boolean isLatestRaw() {
        return latestRaw;
    }

    /**
     * Waits for the client.
     *
     * @throws InferenceException where the call or the server ends meanwhile
     */
    @Override
    public boolean hasNext() {
        signal.await(() -> ended || !waiting.isEmpty());
        return !waiting.isEmpty();
    }

    /** A request that names no model is for the one that the request before it named. */
    @Override
    public InferenceRequest next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the client has sent its last request");
        }
        ByteString bytes = waiting.remove();
        serverCall.request(1);
        ModelInferRequest message = ProtoRequests.parse(bytes);
        String named = message.getModelName();
        latestModel = incoming.model(named.isEmpty() ? latestModel : named);
        latestRaw = ProtoTensors.isRaw(message);
        return ProtoTensors.decode(message, latestModel, headers);
    }
}
