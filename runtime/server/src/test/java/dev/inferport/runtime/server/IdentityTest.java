package dev.inferport.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import dev.inferport.wire.inference.GRPCInferenceServiceGrpc;
import dev.inferport.wire.inference.InferTensorContents;
import dev.inferport.wire.inference.ModelInferRequest;
import dev.inferport.wire.inference.ModelInferRequest.InferInputTensor;
import dev.inferport.wire.inference.ModelInferResponse;
import io.grpc.Status;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that say who they are, so that an answer that went to the wrong caller shows. */
class IdentityTest {

    private static final int CALLERS = 64;
    private static final int REQUESTS = 10_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path root;

    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger gone = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    @Test
    void everyAnswerBelongsToItsQuestionWhoeverLeavesOrFails() throws Exception {
        TestModels.write(root, "identity", TestModels.Picky.class);
        Path settings = root.resolve("identity/model-settings.json");
        Files.writeString(
                settings,
                Files.readString(settings).replace("}", ", \"max_batch_size\": 16, \"max_batch_time\": 0.02}"));
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try (StartedServer server = StartedServer.start(root, Map.of("MLSERVER_PARALLEL_WORKERS", "2"))) {
            List<Callable<Void>> work = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                Random random = new Random(caller);
                int number = caller;
                work.add(() -> {
                    for (int i = number; i < REQUESTS; i += CALLERS) {
                        ask(server, i, random);
                    }
                    return null;
                });
            }
            for (Future<Void> done : callers.invokeAll(work, 120, TimeUnit.SECONDS)) {
                done.get();
            }

            assertThat(answered.get() + gone.get() + refused.get()).isEqualTo(REQUESTS);
            assertThat(answered).hasValueGreaterThan(REQUESTS / 2);
            assertThat(refused).hasPositiveValue();
            assertThat(sum(server, "batch_request_queue_sum"))
                    .as("requests in batches, over batches")
                    .isGreaterThan(sum(server, "batch_request_queue_count"));
            await().untilAsserted(() -> assertThat(server.metrics()).contains("inferport_requests_in_flight 0.0"));
        } finally {
            callers.shutdownNow();
        }
    }

    private void ask(StartedServer server, int number, Random random) throws Exception {
        long[] values = new long[1 + random.nextInt(4)];
        Arrays.setAll(values, row -> number * 10L + row);
        boolean bad = random.nextInt(50) == 0;
        if (bad) {
            values[0] = -1L - number;
        }
        if (random.nextInt(4) == 0) {
            askOverRest(server, values, bad);
        } else {
            askOverGrpc(server, values, bad, random);
        }
    }

    private void askOverRest(StartedServer server, long[] values, boolean bad) throws Exception {
        String body = "{\"id\": \"" + values[0] + "\", \"inputs\": [{\"name\": \"x\", \"shape\": [" + values.length
                + "], \"datatype\": \"INT64\", \"data\": " + Arrays.toString(values) + "}]}";
        HttpResponse<String> response = server.rest("POST", "/v2/models/identity/infer", body);
        JsonNode answer = JSON.readTree(response.body());
        if (bad) {
            assertThat(answer.path("error").asText()).contains("value: " + (double) values[0]);
            refused.incrementAndGet();
            return;
        }
        assertThat(answer.path("id").asText()).isEqualTo(Long.toString(values[0]));
        assertThat(JSON.convertValue(answer.at("/outputs/0/data"), long[].class))
                .isEqualTo(values);
        answered.incrementAndGet();
    }

    private void askOverGrpc(StartedServer server, long[] values, boolean bad, Random random) throws Exception {
        boolean cancels = random.nextInt(10) == 0;
        long deadline = random.nextInt(10) == 0 ? 1 + random.nextInt(3) : 60_000;
        ListenableFuture<ModelInferResponse> call = GRPCInferenceServiceGrpc.newFutureStub(server.channel())
                .withDeadlineAfter(deadline, TimeUnit.MILLISECONDS)
                .modelInfer(message(values, random.nextBoolean()));
        if (cancels) {
            call.cancel(true);
        }
        try {
            ModelInferResponse answer = call.get();
            assertThat(bad).isFalse();
            assertThat(answer.getId()).isEqualTo(Long.toString(values[0]));
            assertThat(longs(answer)).isEqualTo(values);
            answered.incrementAndGet();
        } catch (CancellationException e) {
            gone.incrementAndGet();
        } catch (ExecutionException e) {
            Status status = Status.fromThrowable(e);
            if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
                assertThat(deadline).isLessThan(60_000);
                gone.incrementAndGet();
            } else {
                assertThat(status.getDescription()).contains("value: " + (double) values[0]);
                refused.incrementAndGet();
            }
        }
    }

    private static ModelInferRequest message(long[] values, boolean raw) {
        InferInputTensor.Builder input =
                InferInputTensor.newBuilder().setName("x").setDatatype("INT64").addShape(values.length);
        ModelInferRequest.Builder request =
                ModelInferRequest.newBuilder().setModelName("identity").setId(Long.toString(values[0]));
        if (raw) {
            ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asLongBuffer().put(values);
            request.addRawInputContents(ByteString.copyFrom(bytes));
        } else {
            InferTensorContents.Builder contents = InferTensorContents.newBuilder();
            for (long value : values) {
                contents.addInt64Contents(value);
            }
            input.setContents(contents);
        }
        return request.addInputs(input).build();
    }

    private static long[] longs(ModelInferResponse answer) {
        if (answer.getRawOutputContentsCount() == 0) {
            return answer.getOutputs(0).getContents().getInt64ContentsList().stream()
                    .mapToLong(Long::longValue)
                    .toArray();
        }
        ByteBuffer raw = answer.getRawOutputContents(0).asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        long[] values = new long[raw.remaining() / Long.BYTES];
        raw.asLongBuffer().get(values);
        return values;
    }

    private static double sum(StartedServer server, String series) {
        return server.metrics().stream()
                .filter(line -> line.startsWith(series + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
