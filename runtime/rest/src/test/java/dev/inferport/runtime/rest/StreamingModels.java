package dev.inferport.runtime.rest;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.ResponseOutput;
import dev.inferport.runtime.api.ResponseSink;
import dev.inferport.runtime.api.Tensor;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Models that answer with streams. */
final class StreamingModels {

    private StreamingModels() {}

    private static InferenceResponse text(String text) {
        return InferenceResponse.builder()
                .headers(Map.of("x-model", "words"))
                .output(new ResponseOutput("text", Tensor.ofStrings(List.of(text), 1)))
                .build();
    }

    /** Answers with the text of its request, at once or word by word; fails at the word {@code kaboom}. */
    public static final class Words extends MLModel {

        public Words(ModelSettings settings) {
            super(settings);
        }

        @Override
        public InferenceResponse predict(InferenceRequest request) {
            return text(request.singleInput().tensor().string(0));
        }

        @Override
        public void predictStream(Iterator<InferenceRequest> requests, ResponseSink responses) {
            for (String word : requests.next().singleInput().tensor().string(0).split("(?= )", -1)) {
                if (word.strip().equals("kaboom")) {
                    throw new InferenceException("the word 'kaboom' is not one that this model says");
                }
                responses.send(text(word));
            }
        }
    }

    /** Answers once, and then waits at its gate. */
    public static final class OneWord extends MLModel {

        static final CountDownLatch GATE = new CountDownLatch(1);

        public OneWord(ModelSettings settings) {
            super(settings);
        }

        @Override
        public void predictStream(Iterator<InferenceRequest> requests, ResponseSink responses) throws Exception {
            requests.next();
            responses.send(text("one"));
            GATE.await();
            responses.send(text("two"));
        }
    }

    /** Answers for as long as anybody listens. */
    public static final class Endless extends MLModel {

        private static final Map<String, CountDownLatch> ENDS = new ConcurrentHashMap<>();

        /** Opens when the model of that name has ended a stream. */
        static CountDownLatch ended(String name) {
            return ENDS.computeIfAbsent(name, unused -> new CountDownLatch(1));
        }

        public Endless(ModelSettings settings) {
            super(settings);
        }

        @Override
        public void predictStream(Iterator<InferenceRequest> requests, ResponseSink responses) {
            InferenceResponse response = text("x".repeat(10_000));
            requests.next();
            try {
                while (true) {
                    responses.send(response);
                }
            } finally {
                ended(name()).countDown();
            }
        }
    }
}
