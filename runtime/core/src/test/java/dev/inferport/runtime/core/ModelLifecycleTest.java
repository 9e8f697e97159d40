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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads and unloads while requests are under way. */
class ModelLifecycleTest {

    private static final RuntimeLimits LIMITS = new RuntimeLimits(2, 8, Duration.ofSeconds(20));

    @TempDir
    private Path root;

    private InferenceRuntime runtime;
    private TestModels models;

    @BeforeEach
    void start() {
        runtime = start(LIMITS);
        models = TestModels.in(root);
    }

    @AfterEach
    void stop() {
        models.gates.values().forEach(CountDownLatch::countDown);
        runtime.close();
        assertThat(models.loaded.values())
                .as("every model that was loaded has been unloaded")
                .allMatch(count -> count == 0);
    }

    @Test
    void aReloadReplacesTheModelUnderItsRequests() throws Exception {
        echo("a");
        runtime.load("a").join();
        CountDownLatch gate = models.gate("predict a");
        CompletableFuture<InferenceResponse> before = runtime.infer(request("a", 1), Call.withoutDeadline());
        models.arrival("predict a").await();

        runtime.load("a").join();
        gate.countDown();

        assertThat(before.join().outputs()).hasSize(1);
        await().untilAsserted(() -> assertThat(models.loaded).containsEntry("a", 1));
    }

    @Test
    void anUnloadWaitsForTheRequestsUnderWay() throws Exception {
        echo("a");
        runtime.load("a").join();
        CountDownLatch gate = models.gate("predict a");
        CompletableFuture<InferenceResponse> running = runtime.infer(request("a", 1), Call.withoutDeadline());
        models.arrival("predict a").await();

        CompletableFuture<Void> unload = runtime.unload("a");
        await().untilAsserted(() ->
                assertThat(runtime.isModelReady("a", Optional.empty())).isFalse());
        assertThat(unload).isNotDone();
        assertFails(() -> infer("a", 2), Reason.MODEL_NOT_FOUND, "Model a not found");
        gate.countDown();

        assertThat(running.join().outputs()).hasSize(1);
        unload.join();
        assertThat(models.loaded).containsEntry("a", 0);
    }

    @Test
    void anUnloadThatCannotDrainFailsInTimeAndFreesTheModelLater() throws Exception {
        runtime.close();
        runtime = start(new RuntimeLimits(2, 8, Duration.ofMillis(50)));
        echo("a");
        runtime.load("a").join();
        CountDownLatch gate = models.gate("predict a");
        CompletableFuture<InferenceResponse> running = runtime.infer(request("a", 1), Call.withoutDeadline());
        models.arrival("predict a").await();

        assertFails(() -> runtime.unload("a").join(), Reason.DEADLINE_EXCEEDED, "requests under way");
        assertThat(models.loaded).containsEntry("a", 1);
        gate.countDown();

        assertThat(running.join().outputs()).hasSize(1);
        await().untilAsserted(() -> assertThat(models.loaded).containsEntry("a", 0));
    }

    @Test
    void differentModelsNeverWaitForEachOther() throws Exception {
        echo("slow");
        echo("quick");
        CountDownLatch gate = models.gate("load slow");
        CompletableFuture<Void> slow = runtime.load("slow");
        models.arrival("load slow").await();

        runtime.load("quick").join();

        assertThat(infer("quick", 1).outputs()).hasSize(1);
        assertFails(() -> infer("slow", 1), Reason.NOT_READY, "Model slow is loading");
        assertThat(runtime.index(false)).contains(new IndexEntry("slow", "", ModelState.LOADING, ""));
        gate.countDown();
        slow.join();
    }

    @Test
    void loadsAndUnloadsOfOneModelRunInOrderOfArrival() {
        echo("a");
        List<CompletableFuture<Void>> operations = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            operations.add(runtime.load("a"));
            operations.add(runtime.unload("a"));
        }

        operations.forEach(CompletableFuture::join);

        assertThat(models.loaded).containsEntry("a", 0);
        assertThat(runtime.index(true)).isEmpty();
    }

    private InferenceRuntime start(RuntimeLimits limits) {
        return new InferenceRuntime(
                new ServerInfo("test", "1", List.of()),
                new ModelRepository(root, ModelDefaults.none()),
                new ModelFactory(getClass().getClassLoader()),
                limits);
    }

    private void echo(String name) {
        writeSettings(root, name, settings(TestModels.Echo.class, ""));
    }

    private InferenceResponse infer(String model, double value) {
        return runtime.infer(request(model, value), Call.withoutDeadline()).join();
    }

    private static void assertFails(ThrowingCallable action, Reason reason, String text) {
        assertThatThrownBy(action).satisfies(thrown -> assertThat(ModelFailure.unwrap(thrown))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(text));
    }
}
