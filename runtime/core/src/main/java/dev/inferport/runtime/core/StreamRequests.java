package dev.inferport.runtime.core;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The requests of one stream, all for the model that the first one named. For use by one thread. */
final class StreamRequests implements Iterator<InferenceRequest> {

    private final RequestValidator validator = new RequestValidator();
    private final Iterator<InferenceRequest> rest;
    private final Call call;
    private final InferenceRequest first;
    private @Nullable InferenceRequest pending;
    private InferenceRequest latest;

    StreamRequests(InferenceRequest first, Iterator<InferenceRequest> rest, Call call) {
        this.first = first;
        this.pending = first;
        this.latest = first;
        this.rest = rest;
        this.call = call;
    }

    @Override
    public boolean hasNext() {
        call.requireActive();
        return pending != null || rest.hasNext();
    }

    @Override
    public InferenceRequest next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the stream has ended");
        }
        InferenceRequest request = pending == null ? rest.next() : pending;
        pending = null;
        if (!request.modelName().equals(first.modelName())) {
            throw new InferenceException("model: '" + request.modelName() + "' (expected: '" + first.modelName()
                    + "', which the first request of the stream named)");
        }
        validator.check(request);
        latest = request.askedBy(call);
        return latest;
    }

    /** The request that is being answered. */
    InferenceRequest latest() {
        return latest;
    }
}
