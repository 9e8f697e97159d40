package dev.inferport.runtime.core;

import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.ResponseOutput;
import dev.inferport.runtime.api.Tensor;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Answers that may be given again, of all models; the one that was used longest ago goes first. An answer belongs to
 * one loaded model, not to a name: it is dropped with that model, and no reload brings it back. Safe for any thread.
 */
final class ResponseCache {

    private final CacheLimits limits;

    /** Guarded by this, as are the fields below; in the order of their latest use. */
    private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    private long bytes;
    private long modelsSoFar;

    ResponseCache(CacheLimits limits) {
        this.limits = limits;
    }

    /** The answers of a model that has just been loaded. */
    synchronized ModelAnswers open() {
        return new ModelAnswers(modelsSoFar++);
    }

    private record Key(long model, RequestDigest digest) {}

    private record Entry(InferenceResponse response, long bytes) {}

    /** The part of the cache that belongs to one loaded model. */
    final class ModelAnswers {

        private final long model;

        /** Guarded by the cache. */
        private boolean closed;

        private ModelAnswers(long model) {
            this.model = model;
        }

        boolean isOn() {
            return limits.isOn();
        }

        /** The answer to an equal request. */
        Optional<InferenceResponse> get(RequestDigest request) {
            synchronized (ResponseCache.this) {
                return Optional.ofNullable(entries.get(new Key(model, request))).map(Entry::response);
            }
        }

        /** Keeps a copy of an answer, as long as there is room and the model is in use. */
        void put(RequestDigest request, InferenceResponse response) {
            long size = size(response);
            if (size > limits.bytes()) {
                return;
            }
            Entry entry = new Entry(copy(response), size);
            synchronized (ResponseCache.this) {
                if (!closed) {
                    ResponseCache.this.put(new Key(model, request), entry);
                }
            }
        }

        /** Drops the answers of the model, and takes no more. */
        void close() {
            synchronized (ResponseCache.this) {
                closed = true;
                entries.entrySet().removeIf(entry -> {
                    boolean own = entry.getKey().model() == model;
                    bytes -= own ? entry.getValue().bytes() : 0;
                    return own;
                });
            }
        }
    }

    private void put(Key key, Entry entry) {
        Entry before = entries.put(key, entry);
        bytes += entry.bytes() - (before == null ? 0 : before.bytes());
        Iterator<Entry> eldest = entries.values().iterator();
        while (entries.size() > limits.entries() || bytes > limits.bytes()) {
            bytes -= eldest.next().bytes();
            eldest.remove();
        }
    }

    private static long size(InferenceResponse response) {
        return response.outputs().stream()
                .mapToLong(output -> output.tensor().raw().limit())
                .sum();
    }

    /** A tensor may be a view of much more, such as a whole batch, which is not to be kept for its sake. */
    private static InferenceResponse copy(InferenceResponse response) {
        InferenceResponse.Builder copy =
                InferenceResponse.builder().parameters(response.parameters()).headers(response.headers());
        for (ResponseOutput output : response.outputs()) {
            Tensor tensor = output.tensor();
            ByteBuffer raw = ByteBuffer.allocate(tensor.raw().limit());
            raw.put(tensor.raw()).flip();
            Tensor own = Tensor.ofRaw(tensor.dataType(), tensor.shape(), raw);
            copy.output(new ResponseOutput(output.name(), own, output.parameters()));
        }
        return copy.build();
    }
}
