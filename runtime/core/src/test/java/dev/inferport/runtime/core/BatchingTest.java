package dev.inferport.runtime.core;

import static dev.inferport.runtime.core.TestModels.request;
import static dev.inferport.runtime.core.TestModels.settings;
import static dev.inferport.runtime.core.TestModels.writeSettings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.Parameters;
import dev.inferport.runtime.api.RequestInput;
import dev.inferport.runtime.api.RequestedOutput;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One worker, which a first request holds, so that those behind it wait and may share a batch. */
class BatchingTest {

    private static final String AN_HOUR = "\"max_batch_size\": 8, \"max_batch_time\": 3600";

    @TempDir
    private Path root;

    private InferenceRuntime runtime;
    private TestModels models;
    private CountDownLatch gate;

    @BeforeEach
    void start() {
        runtime = new InferenceRuntime(
                new ServerInfo("test", "1", List.of()),
                new ModelRepository(root, ModelDefaults.none()),
                new ModelFactory(getClass().getClassLoader()),
                new RuntimeLimits(1, 1_000, Duration.ofSeconds(20)));
        models = TestModels.in(root);
        gate = new CountDownLatch(0);
    }

    @AfterEach
    void stop() {
        models.gates.values().forEach(CountDownLatch::countDown);
        runtime.close();
    }

    @Test
    void anIdleModelAnswersAtOnce() {
        load(TestModels.Echo.class, AN_HOUR);

        assertThat(values(infer(request("m", 7)))).containsExactly(7);
        assertThat(values(infer(request("m", 8)))).containsExactly(8);
        assertThat(rows()).containsExactly(1L, 1L);
    }

    @Test
    void requestsThatWaitAreAnsweredTogetherAndEachCallerGetsItsOwn() throws Exception {
        load(TestModels.Echo.class, AN_HOUR);
        holdTheWorker();

        CompletableFuture<InferenceResponse> one = infer(request("m", 1));
        CompletableFuture<InferenceResponse> two = infer(request("m", 2, 3));
        CompletableFuture<InferenceResponse> three = infer(request("m", 4));
        gate.countDown();

        assertThat(values(one)).containsExactly(1);
        assertThat(values(two)).containsExactly(2, 3);
        assertThat(values(three)).containsExactly(4);
        assertThat(two.join().id()).contains("id-2.0");
        assertThat(two.join().modelName()).isEqualTo("m");
        assertThat(rows()).containsExactly(1L, 4L);
        assertThat(models.predicts.get(1).id()).isEmpty();
    }

    @Test
    void theLimitOfABatchCountsRows() throws Exception {
        load(TestModels.Echo.class, "\"max_batch_size\": 3, \"max_batch_time\": 3600");
        holdTheWorker();

        List<CompletableFuture<InferenceResponse>> answers = List.of(
                infer(request("m", 1, 2)),
                infer(request("m", 3, 4)),
                infer(request("m", 5)),
                infer(request("m", 6, 7, 8, 9)),
                infer(request("m", 10)));
        gate.countDown();

        assertThat(answers).extracting(a -> values(a).length).containsExactly(2, 2, 1, 4, 1);
        assertThat(rows()).containsExactly(1L, 2L, 3L, 4L, 1L);
    }

    @Test
    void largeRequestsAreNotCopiedIntoABatch() throws Exception {
        load(TestModels.Echo.class, AN_HOUR);
        holdTheWorker();
        Tensor large = Tensor.ofRaw(DataType.INT8, Shape.of(1, 40 << 20), ByteBuffer.allocate(40 << 20));

        List<CompletableFuture<InferenceResponse>> answers =
                List.of(infer(builder(large).build()), infer(builder(large).build()));
        gate.countDown();

        answers.forEach(
                answer -> assertThat(answer.join().output("x").tensor().shape()).isEqualTo(large.shape()));
        assertThat(rows()).containsExactly(1L, 1L, 1L);
    }

    static Stream<Arguments> strangers() {
        InferenceRequest.Builder plain = InferenceRequest.builder("m");
        Tensor tensor = Tensor.of(new double[] {1, 2}, 1, 2);
        return Stream.of(
                Arguments.of("name", plain.input("y", tensor).build()),
                Arguments.of("datatype", one(new RequestInput("x", Tensor.of(new float[] {1, 2}, 1, 2)))),
                Arguments.of("trailing shape", one(new RequestInput("x", Tensor.of(new double[] {1}, 1, 1)))),
                Arguments.of("rank", one(new RequestInput("x", Tensor.of(new double[] {1, 2}, 1, 2, 1)))),
                Arguments.of(
                        "number of inputs", builder(tensor).input("y", tensor).build()),
                Arguments.of(
                        "parameters of an input",
                        one(new RequestInput("x", tensor, Parameters.of("content_type", "np")))),
                Arguments.of(
                        "parameters of the request",
                        builder(tensor).parameters(Parameters.of("k", 3L)).build()),
                Arguments.of(
                        "outputs",
                        builder(tensor).output(new RequestedOutput("x")).build()),
                Arguments.of("no rows", one(new RequestInput("x", Tensor.of(new double[] {}, 0, 2)))),
                Arguments.of("no dimension", one(new RequestInput("x", Tensor.of(new double[] {1})))));
    }

    private static InferenceRequest one(RequestInput input) {
        return InferenceRequest.builder("m").input(input).build();
    }

    private static InferenceRequest.Builder builder(Tensor tensor) {
        return InferenceRequest.builder("m").input("x", tensor);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("strangers")
    void requestsThatDifferShareNoBatch(String difference, InferenceRequest stranger) throws Exception {
        load(BatchModels.All.class, AN_HOUR);
        holdTheWorker();
        Tensor tensor = Tensor.of(new double[] {5, 6}, 1, 2);

        CompletableFuture<InferenceResponse> first = infer(builder(tensor).build());
        CompletableFuture<InferenceResponse> other = infer(stranger);
        CompletableFuture<InferenceResponse> second = infer(builder(tensor).build());
        gate.countDown();

        assertThat(first.join().output("x").tensor()).isEqualTo(tensor);
        assertThat(second.join().output("x").tensor()).isEqualTo(tensor);
        for (RequestInput input : stranger.inputs()) {
            assertThat(other.join().output(input.name()).tensor()).isEqualTo(input.tensor());
        }
        assertThat(models.predicts).hasSize(3);
    }

    @Test
    void everyInputIsStackedAndEveryOutputSplitWhateverItsDatatype() throws Exception {
        load(BatchModels.All.class, AN_HOUR);
        holdTheWorker();

        List<CompletableFuture<InferenceResponse>> answers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            answers.add(infer(mixed(i)));
        }
        gate.countDown();

        for (int i = 0; i < 4; i++) {
            InferenceRequest asked = mixed(i);
            for (RequestInput input : asked.inputs()) {
                assertThat(answers.get(i).join().output(input.name()).tensor()).isEqualTo(input.tensor());
            }
        }
        assertThat(models.predicts).hasSize(2);
    }

    private static InferenceRequest mixed(int i) {
        return InferenceRequest.builder("m")
                .input("text", Tensor.ofStrings(List.of("a".repeat(i), "b" + i), 1, 2))
                .input("flag", Tensor.of(new boolean[] {i % 2 == 0}, 1))
                .input("number", Tensor.of(new int[] {i, -i, i}, 1, 1, 3))
                .build();
    }

    @Test
    void oneRequestThatFailsFailsAlone() throws Exception {
        load(BatchModels.Picky.class, AN_HOUR);
        holdTheWorker();

        CompletableFuture<InferenceResponse> good = infer(request("m", 1));
        CompletableFuture<InferenceResponse> bad = infer(request("m", -2));
        CompletableFuture<InferenceResponse> alsoGood = infer(request("m", 3));
        gate.countDown();

        assertThat(values(good)).containsExactly(1);
        assertThat(values(alsoGood)).containsExactly(3);
        assertFails(bad, Reason.INVALID_ARGUMENT, "-2.0");
        assertThat(rows()).containsExactly(1L, 3L, 1L, 1L, 1L);
    }

    @Test
    void whoLeavesHoldsUpNobodyAndIsNotWorkedFor() throws Exception {
        load(TestModels.Echo.class, AN_HOUR);
        holdTheWorker();
        Call cancelled = Call.withoutDeadline();

        CompletableFuture<InferenceResponse> left = runtime.infer(request("m", 1), cancelled);
        CompletableFuture<InferenceResponse> late = runtime.infer(request("m", 2), Call.within(Duration.ZERO));
        CompletableFuture<InferenceResponse> stays = infer(request("m", 3));
        cancelled.cancel();
        gate.countDown();

        assertThat(values(stays)).containsExactly(3);
        assertFails(left, Reason.CANCELLED, "cancelled");
        assertFails(late, Reason.DEADLINE_EXCEEDED, "deadline");
        assertThat(rows()).containsExactly(1L, 1L);
    }

    @Test
    void aModelCanSeeThatNobodyWaitsAnyMore() throws Exception {
        load(BatchModels.Tireless.class, AN_HOUR);
        Call cancelled = Call.withoutDeadline();
        CompletableFuture<InferenceResponse> alone = runtime.infer(request("m", 1), cancelled);
        await().untilAsserted(() -> assertThat(models.predicts).hasSize(1));
        Call first = Call.within(Duration.ofMinutes(10));
        Call second = Call.within(Duration.ofMinutes(1));
        List<CompletableFuture<InferenceResponse>> together =
                List.of(runtime.infer(request("m", 2), first), runtime.infer(request("m", 3), second));

        cancelled.cancel();
        assertFails(alone, Reason.INTERNAL, "left with Optional.empty");
        await().untilAsserted(() -> assertThat(models.predicts).hasSize(2));
        assertThat(models.predicts.get(1).caller().timeLeft().orElseThrow()).isGreaterThan(Duration.ofMinutes(8));
        second.cancel();
        assertThat(models.predicts.get(1).caller().isWaiting()).isTrue();
        first.cancel();

        together.forEach(answer -> assertFails(answer, Reason.CANCELLED, "cancelled"));
    }

    @Test
    void aReloadKeepsBatching() throws Exception {
        load(TestModels.Echo.class, AN_HOUR);
        runtime.load("m").join();
        holdTheWorker();

        CompletableFuture<InferenceResponse> one = infer(request("m", 1));
        CompletableFuture<InferenceResponse> two = infer(request("m", 2));
        gate.countDown();

        assertThat(values(one)).containsExactly(1);
        assertThat(values(two)).containsExactly(2);
        assertThat(rows()).containsExactly(1L, 2L);
    }

    @Test
    void aModelThatDoesNotAnswerRowByRowGetsNoMoreBatches() throws Exception {
        load(BatchModels.Total.class, AN_HOUR);
        holdTheWorker();
        List<CompletableFuture<InferenceResponse>> answers = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            answers.add(infer(request("m", i, 2 * i)));
        }
        gate.countDown();

        for (int i = 1; i <= 4; i++) {
            assertThat(answers.get(i - 1)
                            .join()
                            .output("total")
                            .tensor()
                            .doubles()
                            .get(0))
                    .isEqualTo(3 * i);
        }
        assertThat(rows()).containsExactly(1L, 8L, 2L, 2L, 2L, 2L);
    }

    @Test
    void theModelSeesOnlyTheHeadersThatAllAgreeOn() throws Exception {
        load(BatchModels.All.class, AN_HOUR);
        holdTheWorker();

        CompletableFuture<InferenceResponse> one = infer(withHeaders(Map.of("x-shared", "s", "x-user", "one")));
        CompletableFuture<InferenceResponse> two = infer(withHeaders(Map.of("x-shared", "s", "x-user", "two")));
        gate.countDown();

        assertThat(one.join().headers()).containsOnly(Map.entry("x-shared", "s"));
        assertThat(two.join().headers()).containsOnly(Map.entry("x-shared", "s"));
    }

    private static InferenceRequest withHeaders(Map<String, String> headers) {
        return InferenceRequest.builder("m")
                .headers(headers)
                .input("x", Tensor.of(new double[] {1}, 1))
                .build();
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "-1, 1", "8, 0"})
    void withoutASizeOrATimeThereAreNoBatches(int size, double time) throws Exception {
        load(TestModels.Echo.class, "\"max_batch_size\": " + size + ", \"max_batch_time\": " + time);
        holdTheWorker();

        CompletableFuture<InferenceResponse> one = infer(request("m", 1));
        CompletableFuture<InferenceResponse> two = infer(request("m", 2));
        gate.countDown();

        assertThat(values(one)).containsExactly(1);
        assertThat(values(two)).containsExactly(2);
        assertThat(rows()).containsExactly(1L, 1L, 1L);
    }

    private void load(Class<? extends MLModel> implementation, String fields) {
        writeSettings(root, "m", settings(implementation, fields));
        runtime.load("m").join();
    }

    /** Lets the model wait in its first predict. */
    private void holdTheWorker() throws InterruptedException {
        gate = models.gate("predict m");
        var unused = infer(request("m", 0));
        models.arrival("predict m").await();
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

    private static void assertFails(CompletableFuture<InferenceResponse> answer, Reason reason, String text) {
        assertThatThrownBy(answer::join).satisfies(thrown -> assertThat(ModelFailure.unwrap(thrown))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(text));
    }
}
