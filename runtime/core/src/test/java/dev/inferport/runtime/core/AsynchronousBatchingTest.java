package dev.inferport.runtime.core;

import static dev.inferport.runtime.core.TestModels.request;
import static dev.inferport.runtime.core.TestModels.settings;
import static dev.inferport.runtime.core.TestModels.writeSettings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.Tensor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Batches of a model that holds no thread while it works; one place, which its first request takes. */
class AsynchronousBatchingTest {

    @TempDir
    private Path root;

    private InferenceRuntime runtime;
    private TestModels models;

    @BeforeEach
    void start() {
        runtime = new InferenceRuntime(
                new ServerInfo("test", "1", List.of()),
                new ModelRepository(root, ModelDefaults.none()),
                new ModelFactory(getClass().getClassLoader()),
                new RuntimeLimits(1, 1_000, Duration.ofSeconds(20)));
        models = TestModels.in(root);
    }

    @AfterEach
    void stop() {
        for (Runnable answer = BatchModels.Later.ANSWERS.poll();
                answer != null;
                answer = BatchModels.Later.ANSWERS.poll()) {
            answer.run();
        }
        runtime.close();
    }

    @Test
    void aFullBatchGoesAheadWhileTheModelHoldsNoThread() throws Exception {
        load("\"max_batch_size\": 2, \"max_batch_time\": 3600");
        List<CompletableFuture<InferenceResponse>> answers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            answers.add(infer(request("m", i)));
            int arrived = i < 2 ? 1 : 2;
            await().untilAsserted(() -> assertThat(models.predicts).hasSize(arrived));
        }

        for (int i = 0; i < 3; i++) {
            BatchModels.Later.answerNext();
        }

        for (int i = 0; i < 4; i++) {
            assertThat(values(answers.get(i))).containsExactly(i);
        }
        assertThat(rows()).containsExactly(1L, 2L, 1L);
    }

    @Test
    void aBatchWhoseTimeIsUpGoesAheadWhileTheModelHoldsNoThread() throws Exception {
        load("\"max_batch_size\": 8, \"max_batch_time\": 0.01");
        CompletableFuture<InferenceResponse> first = infer(request("m", 1));
        await().untilAsserted(() -> assertThat(models.predicts).hasSize(1));

        CompletableFuture<InferenceResponse> second = infer(request("m", 2));
        await().untilAsserted(() -> assertThat(models.predicts).hasSize(2));
        assertThat(first).isNotDone();

        BatchModels.Later.answerNext();
        BatchModels.Later.answerNext();
        assertThat(values(first)).containsExactly(1);
        assertThat(values(second)).containsExactly(2);
    }

    static Stream<Arguments> batchesThatMayNotWait() {
        return Stream.of(
                Arguments.of("full at once", request("m", 3, 4)),
                Arguments.of(
                        "joined by none",
                        InferenceRequest.builder("m")
                                .input("x", Tensor.of(new double[] {3}))
                                .build()));
    }

    /** The turn of its own takes the batch that has waited longer. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("batchesThatMayNotWait")
    void theTimeOfEachBatchIsLimited(String batch, InferenceRequest last) {
        load("\"max_batch_size\": 2, \"max_batch_time\": 1");
        CompletableFuture<InferenceResponse> first = infer(request("m", 1));
        await().untilAsserted(() -> assertThat(models.predicts).hasSize(1));

        CompletableFuture<InferenceResponse> second = infer(request("m", 2));
        CompletableFuture<InferenceResponse> third = infer(last);

        await().untilAsserted(() -> assertThat(models.predicts).hasSize(3));
        assertThat(List.of(first, second, third)).noneMatch(CompletableFuture::isDone);
    }

    private void load(String fields) {
        writeSettings(root, "m", settings(BatchModels.Later.class, fields));
        runtime.load("m").join();
    }

    private CompletableFuture<InferenceResponse> infer(InferenceRequest request) {
        return runtime.infer(request, Call.withoutDeadline());
    }

    private static double[] values(CompletableFuture<InferenceResponse> answer) {
        return answer.join().output("x").tensor().toDoubles();
    }

    private List<Long> rows() {
        return models.predicts.stream().map(BatchKey::rows).toList();
    }
}
