package dev.inferport.runtime.grpc;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.core.Call;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a call brings besides its messages: metadata, a deadline, and a client that may go away. */
final class IncomingCall {

    private final Metadata metadata;
    private final Call call;

    private IncomingCall(Metadata metadata, Call call) {
        this.metadata = metadata;
        this.call = call;
    }

    /** To be called where gRPC's context is that of the call, as it is when a call starts. */
    static IncomingCall of(Metadata metadata) {
        Deadline deadline = Context.current().getDeadline();
        Call call = deadline == null
                ? Call.withoutDeadline()
                : Call.within(Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS)));
        return new IncomingCall(metadata, call);
    }

    /** The caller's side, as the runtime sees it. */
    Call call() {
        return call;
    }

    /**
     * The model that is asked, which the message names unless the metadata does.
     *
     * @throws InferenceException (INVALID_ARGUMENT) where neither names one
     */
    String model(String inMessage) {
        String name = ModelHeader.read(metadata).orElse(inMessage);
        if (name.isEmpty()) {
            throw new InferenceException(
                    "model name: empty (expected: a name in the request, or in the metadata " + ModelHeader.NAME + ")");
        }
        return name;
    }

    /** What a model may see of the metadata. */
    Map<String, String> headers() {
        return RequestHeaders.read(metadata);
    }
}
