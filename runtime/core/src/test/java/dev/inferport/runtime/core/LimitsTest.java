package dev.inferport.runtime.core;

import static dev.inferport.runtime.core.TestModels.request;
import static dev.inferport.runtime.core.TestModels.settings;
import static dev.inferport.runtime.core.TestModels.writeSettings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import dev.inferport.runtime.api.InferenceResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one model may take of the server, and what is left for the others. */
class LimitsTest {

    @TempDir
    private Path root;

    private InferenceRuntime runtime;
    private TestModels models;

    @BeforeEach
    void start() {
        runtime = runtime(new RuntimeLimits(2, 100, Duration.ofSeconds(20)));
        models = TestModels.in(root);
    }

    @AfterEach
    void stop() {
        models.gates.values().forEach(CountDownLatch::countDown);
        runtime.close();
    }

    @Test
    void oneModelsQueueIsBoundedAndLeavesRoomForTheOthers() throws Exception {
        start(new RuntimeLimits(1, 100, 3, Duration.ofSeconds(20), CacheLimits.none()));
        load("slow", "");
        load("quick", "");
        CountDownLatch gate = hold("slow");
        List<CompletableFuture<InferenceResponse>> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiting.add(infer("slow", i));
        }

        assertFails(infer("slow", 9), Reason.OVERLOADED, "model 'slow' has 3 requests waiting");
        CompletableFuture<InferenceResponse> other = infer("quick", 5);
        assertThat(other).isNotDone();
        gate.countDown();

        waiting.forEach(answer -> assertThat(answer.join().outputs()).hasSize(1));
        assertThat(other.join().outputs()).hasSize(1);
    }

    @Test
    void whoHasLeftMakesRoomForThoseWhoStillWait() throws Exception {
        start(new RuntimeLimits(1, 100, 3, Duration.ofSeconds(20), CacheLimits.none()));
        load("slow", "\"max_batch_size\": 2, \"max_batch_time\": 3600");
        CountDownLatch gate = hold("slow");
        Call leaves = Call.withoutDeadline();
        List<CompletableFuture<InferenceResponse>> left = List.of(
                runtime.infer(request("slow", 1), leaves),
                runtime.infer(request("slow", 2, 3), Call.within(Duration.ZERO)));
        CompletableFuture<InferenceResponse> stays = infer("slow", 4);
        leaves.cancel();

        CompletableFuture<InferenceResponse> joins = infer("slow", 5);
        assertFails(left.get(0), Reason.CANCELLED, "cancelled");
        assertFails(left.get(1), Reason.DEADLINE_EXCEEDED, "deadline");
        gate.countDown();

        assertThat(stays.join().id()).contains("id-4.0");
        assertThat(joins.join().id()).contains("id-5.0");
    }

    @Test
    void oneModelsStreamsAreBoundedToo() throws Exception {
        start(new RuntimeLimits(1, 100, 2, Duration.ofSeconds(20), CacheLimits.none()));
        load("slow", "");
        load("quick", "");
        CountDownLatch gate = models.gate("predict slow");
        List<CompletableFuture<Void>> streams = List.of(stream("slow"), stream("slow"));
        await().untilAsserted(() -> assertThat(models.predicts).hasSize(2));

        assertThatThrownBy(() -> stream("slow").join()).hasMessageContaining("model 'slow' has 2 streams in progress");
        stream("quick").join();
        gate.countDown();

        streams.forEach(CompletableFuture::join);
        stream("slow").join();
    }

    private CompletableFuture<Void> stream(String model) {
        return runtime.stream(List.of(request(model, 1)).iterator(), response -> {}, Call.withoutDeadline());
    }

    @Test
    void theModelsOwnSettingSaysHowManyMayWait() throws Exception {
        start(new RuntimeLimits(1, 100, 50, Duration.ofSeconds(20), CacheLimits.none()));
        load("slow", "\"max_queue_size\": 1");
        CountDownLatch gate = hold("slow");
        CompletableFuture<InferenceResponse> waiting = infer("slow", 1);

        assertFails(infer("slow", 2), Reason.OVERLOADED, "its limit");
        gate.countDown();

        assertThat(waiting.join().outputs()).hasSize(1);
    }

    @Test
    void modelsTakeTurnsHoweverManyRequestsOneOfThemHas() throws Exception {
        start(new RuntimeLimits(1, 1_000, Duration.ofSeconds(20)));
        load("busy", "");
        load("quick", "");
        CountDownLatch gate = hold("busy");
        List<CompletableFuture<InferenceResponse>> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(infer("busy", i));
        }
        CompletableFuture<InferenceResponse> one = infer("quick", 1);
        gate.countDown();

        one.join();
        many.forEach(CompletableFuture::join);
        List<String> order =
                models.predicts.stream().map(request -> request.modelName()).toList();
        assertThat(order.indexOf("quick")).isLessThanOrEqualTo(2);
    }

    @Test
    void parallelWorkersOfAModelIsHowManyOfItsRequestsRunAtATime() throws Exception {
        start(new RuntimeLimits(4, 100, Duration.ofSeconds(20)));
        load("narrow", "\"parallel_workers\": 2");
        load("wide", "");
        CountDownLatch narrow = models.gate("predict narrow");
        CountDownLatch wide = models.gate("predict wide");
        List<CompletableFuture<InferenceResponse>> answers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            answers.add(infer("narrow", i));
        }
        await().untilAsserted(() -> assertThat(models.predicts).hasSize(2));

        answers.add(infer("wide", 1));
        answers.add(infer("wide", 2));
        await().untilAsserted(() -> assertThat(models.predicts).hasSize(4));
        assertThat(models.predicts)
                .extracting(request -> request.modelName())
                .containsExactly("narrow", "narrow", "wide", "wide");
        narrow.countDown();
        wide.countDown();

        answers.forEach(answer -> assertThat(answer.join().outputs()).hasSize(1));
    }

    @Test
    void aModelWithoutWorkersRunsOnTheThreadThatBroughtTheRequest() {
        load("inline", "\"parallel_workers\": 0");
        load("batched", "\"parallel_workers\": 0, \"max_batch_size\": 4, \"max_batch_time\": 3600");

        assertThat(infer("inline", 1)).isDone();
        assertThat(infer("batched", 1)).isDone();
    }

    @Test
    void whoWaitsWhenTheServerEndsIsTold() throws Exception {
        start(new RuntimeLimits(1, 100, Duration.ofMillis(50)));
        load("slow", "");
        hold("slow");
        CompletableFuture<InferenceResponse> waiting = infer("slow", 1);

        runtime.close();

        assertFails(waiting, Reason.NOT_READY, "shutting down");
    }

    private void start(RuntimeLimits limits) {
        runtime.close();
        runtime = runtime(limits);
    }

    private InferenceRuntime runtime(RuntimeLimits limits) {
        return new InferenceRuntime(
                new ServerInfo("test", "1", List.of()),
                new ModelRepository(root, ModelDefaults.none()),
                new ModelFactory(getClass().getClassLoader()),
                limits);
    }

    private void load(String name, String fields) {
        writeSettings(root, name, settings(TestModels.Echo.class, fields));
        runtime.load(name).join();
    }

    private CountDownLatch hold(String model) throws InterruptedException {
        CountDownLatch gate = models.gate("predict " + model);
        var unused = infer(model, 0);
        models.arrival("predict " + model).await();
        return gate;
    }

    private CompletableFuture<InferenceResponse> infer(String model, double value) {
        return runtime.infer(request(model, value), Call.withoutDeadline());
    }

    private static void assertFails(CompletableFuture<InferenceResponse> answer, Reason reason, String text) {
        assertThatThrownBy(answer::join).satisfies(thrown -> assertThat(ModelFailure.unwrap(thrown))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(text));
    }
}
