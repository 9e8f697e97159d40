package dev.inferport.runtime.core;

import dev.inferport.runtime.api.InferenceException.Reason;
import dev.inferport.runtime.api.InferenceRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes the times of one request and reports its end. Passed from thread to thread with the request; where nobody
 * observes, it does nothing.
 */
final class RequestWatch {

    private final InferenceObserver observer;
    private final ModelRegistry registry;
    private final boolean streamed;
    private final long arrived;
    private volatile long began;
    private volatile @Nullable InferenceRequest request;

    private RequestWatch(InferenceObserver observer, ModelRegistry registry, boolean streamed) {
        this.observer = observer;
        this.registry = registry;
        this.streamed = streamed;
        this.arrived = isOn() ? System.nanoTime() : 0;
    }

    static RequestWatch ofRequest(InferenceObserver observer, ModelRegistry registry, InferenceRequest request) {
        RequestWatch watch = new RequestWatch(observer, registry, false);
        watch.received(request);
        return watch;
    }

    static RequestWatch ofStream(InferenceObserver observer, ModelRegistry registry) {
        return new RequestWatch(observer, registry, true);
    }

    /** The (first) request is there. */
    void received(InferenceRequest received) {
        if (isOn()) {
            request = received;
        }
    }

    /** The model's work begins. */
    void begin() {
        if (isOn()) {
            began = System.nanoTime();
        }
    }

    /** The request has ended: with this failure, or with an answer. To be called once. */
    void end(@Nullable Throwable failure) {
        if (!isOn()) {
            return;
        }
        long now = System.nanoTime();
        long turn = began == 0 ? now : began;
        Optional<Reason> reason = Optional.ofNullable(failure).map(ModelFailure::reason);
        InferenceRequest asked = request;
        if (asked == null) {
            observer.requestEnded(new RequestEvent(
                    "",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    streamed,
                    reason,
                    turn - arrived,
                    now - turn));
        } else {
            Optional<ModelKey> model = registry.find(asked.modelName(), asked.modelVersion());
            Optional<String> traceParent = Optional.ofNullable(asked.headers().get("traceparent"));
            observer.requestEnded(new RequestEvent(
                    asked.modelName(), model, asked.id(), traceParent, streamed, reason, turn - arrived, now - turn));
        }
    }

    private boolean isOn() {
        return observer != InferenceObserver.none();
    }
}
