package dev.inferport.runtime.rest;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.Parameters;
import dev.inferport.runtime.api.RequestInput;
import dev.inferport.runtime.api.ResponseOutput;
import dev.inferport.runtime.api.Tensor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Models for tests. */
final class TestModels {

    private TestModels() {}

    /** Answers with its inputs as they came. */
    public static final class Echo extends MLModel {

        public Echo(ModelSettings settings) {
            super(settings);
        }

        @Override
        public InferenceResponse predict(InferenceRequest request) {
            InferenceResponse.Builder response = InferenceResponse.builder().parameters(request.parameters());
            for (RequestInput input : request.inputs()) {
                response.output(new ResponseOutput(input.name(), input.tensor(), input.parameters()));
            }
            return response.build();
        }
    }

    /** Fails with the reason that the request's parameter names, or in a way that no model should. */
    public static final class Failing extends MLModel {

        public Failing(ModelSettings settings) {
            super(settings);
        }

        @Override
        public InferenceResponse predict(InferenceRequest request) {
            String reason = request.parameters().string("reason").orElse("");
            if (reason.isEmpty()) {
                throw new IllegalStateException("kaboom");
            }
            throw new InferenceException(InferenceException.Reason.valueOf(reason), "because of " + reason);
        }
    }

    /** Answers with bytes that are no text, and with headers; shows the headers that it got. */
    public static final class Peculiar extends MLModel {

        public Peculiar(ModelSettings settings) {
            super(settings);
        }

        @Override
        public InferenceResponse predict(InferenceRequest request) {
            Tensor bytes = Tensor.ofBytes(List.of(new byte[] {(byte) 0xFF, 0}, new byte[] {'a'}), 2);
            Tensor headers = Tensor.ofStrings(List.of(request.headers().toString()), 1);
            return InferenceResponse.builder()
                    .headers(Map.of("x-model", "yes", "content-length", "1"))
                    .output(new ResponseOutput("bytes", bytes, Parameters.of("content_type", "raw")))
                    .output("headers", headers)
                    .build();
        }
    }

    /** Waits in predict until its gate is opened. */
    public static final class Gated extends MLModel {

        private static final Map<String, Gate> GATES = new ConcurrentHashMap<>();

        public Gated(ModelSettings settings) {
            super(settings);
        }

        static Gate gate(String model) {
            return GATES.computeIfAbsent(model, name -> new Gate());
        }

        @Override
        public InferenceResponse predict(InferenceRequest request) throws InterruptedException {
            Gate gate = gate(name());
            gate.predictions.incrementAndGet();
            gate.entered.countDown();
            if (!gate.open.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the test never opened the gate");
            }
            return InferenceResponse.of(
                    new ResponseOutput("x", request.singleInput().tensor()));
        }
    }

    /** What a test knows of a gated model. */
    static final class Gate {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch open = new CountDownLatch(1);
        final AtomicInteger predictions = new AtomicInteger();
    }
}
