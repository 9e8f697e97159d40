package dev.inferport.runtime.core;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.RequestInput;
import dev.inferport.runtime.api.ResponseOutput;
import dev.inferport.runtime.api.Tensor;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;

/** Models that answer batches well or badly. */
final class BatchModels {

    private BatchModels() {}

    /** Echoes every input, and fails a request in which a value is negative. */
    public static final class Picky extends TestModels.Echo {

        public Picky(ModelSettings settings) {
            super(settings);
        }

        @Override
        public InferenceResponse predict(InferenceRequest request) throws Exception {
            InferenceResponse response = super.predict(request);
            for (double value : request.singleInput().tensor().toDoubles()) {
                if (value < 0) {
                    throw new InferenceException("value: " + value + " (expected: none below 0)");
                }
            }
            return response;
        }
    }

    /** Echoes all of its inputs. */
    public static final class All extends TestModels.Echo {

        public All(ModelSettings settings) {
            super(settings);
        }

        @Override
        public InferenceResponse predict(InferenceRequest request) throws Exception {
            super.predict(InferenceRequest.builder(name())
                    .input(request.inputs().get(0))
                    .build());
            InferenceResponse.Builder response = InferenceResponse.builder().headers(request.headers());
            for (RequestInput input : request.inputs()) {
                response.output(input.name(), input.tensor());
            }
            return response.build();
        }
    }

    /** Answers with one number, whatever the number of rows. */
    public static final class Total extends TestModels.Echo {

        public Total(ModelSettings settings) {
            super(settings);
        }

        @Override
        public InferenceResponse predict(InferenceRequest request) throws Exception {
            super.predict(request);
            double total = 0;
            for (double value : request.singleInput().tensor().toDoubles()) {
                total += value;
            }
            return InferenceResponse.of(new ResponseOutput("total", Tensor.of(new double[] {total}, 1)));
        }
    }

    /** Works for as long as its caller waits. */
    public static final class Tireless extends TestModels.Echo {

        public Tireless(ModelSettings settings) {
            super(settings);
        }

        @Override
        public InferenceResponse predict(InferenceRequest request) throws Exception {
            super.predict(request);
            while (request.caller().isWaiting()) {
                Thread.onSpinWait();
            }
            throw new IllegalStateException("left with " + request.caller().timeLeft());
        }
    }

    /** Holds no thread: its answers are given by {@link #answerNext()}. */
    public static final class Later extends TestModels.Echo {

        static final BlockingQueue<Runnable> ANSWERS = new LinkedBlockingQueue<>();

        public Later(ModelSettings settings) {
            super(settings);
        }

        @Override
        public CompletionStage<InferenceResponse> predictAsync(InferenceRequest request) throws Exception {
            InferenceResponse response = super.predict(request);
            CompletableFuture<InferenceResponse> answer = new CompletableFuture<>();
            ANSWERS.add(() -> answer.complete(response));
            return answer;
        }

        static void answerNext() throws InterruptedException {
            ANSWERS.take().run();
        }
    }
}
