package dev.inferport.runtime.core;

import static dev.inferport.runtime.core.TestModels.request;
import static dev.inferport.runtime.core.TestModels.settings;
import static dev.inferport.runtime.core.TestModels.writeSettings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.ResponseOutput;
import java.io.IOException;
import java.nio.file.Files;
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

class InferenceRuntimeTest {

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
    void aLoadedModelAnswers() {
        echo("a");
        runtime.load("a").join();

        InferenceResponse response = infer("a", 7);

        assertThat(response.output("x").tensor().doubles().get(0)).isEqualTo(7);
        assertThat(response.modelName()).isEqualTo("a");
        assertThat(response.id()).contains("id-7.0");
        assertThat(runtime.index(true)).containsExactly(new IndexEntry("a", "", ModelState.READY, ""));
    }

    @Test
    void anUnknownModelIsNotFound() {
        assertFails(() -> runtime.load("nope").join(), Reason.MODEL_NOT_FOUND, "Model nope not found");
        assertFails(() -> runtime.unload("nope").join(), Reason.MODEL_NOT_FOUND, "Model nope not found");
        assertFails(() -> infer("nope", 1), Reason.MODEL_NOT_FOUND, "Model nope not found");
        assertThat(runtime.isModelReady("nope", Optional.empty())).isFalse();
        echo("a");
        runtime.load("a").join();
    }

    @Test
    void anUnknownVersionIsNoReasonToEvictTheModel() {
        echo("a");
        runtime.load("a").join();

        assertThatThrownBy(() -> runtime.metadata("a", Optional.of("v9")))
                .isInstanceOfSatisfying(InferenceException.class, e -> {
                    assertThat(e.reason()).isEqualTo(Reason.INVALID_ARGUMENT);
                    assertThat(e.getMessage()).contains("v9").doesNotEndWith("not found");
                });
    }

    @Test
    void theGreatestVersionAnswersUnlessOneIsNamed() {
        writeSettings(
                root, "a/1", settings(TestModels.Echo.class, "\"name\": \"a\", \"parameters\": {\"version\": 9}"));
        writeSettings(
                root, "a/2", settings(TestModels.Echo.class, "\"name\": \"a\", \"parameters\": {\"version\": \"10\"}"));
        models = TestModels.in(root.resolve("a"));
        runtime.load("a").join();

        assertThat(infer("a", 1).modelVersion()).contains("10");
        assertThat(runtime.metadata("a", Optional.of("9")).versions()).containsExactly("10", "9");
    }

    @Test
    void aLoadReadsNoOtherModelsFiles() throws IOException {
        echo("a");
        writeSettings(root, "b", "{ broken");

        runtime.load("a").join();

        assertFails(() -> runtime.load("b").join(), Reason.FAILED_PRECONDITION, "line 1");
        assertThat(runtime.index(false))
                .extracting(IndexEntry::name, IndexEntry::state)
                .containsExactly(tuple("a", ModelState.READY), tuple("b", ModelState.UNAVAILABLE));
        Files.delete(root.resolve("b/model-settings.json"));
    }

    @Test
    void aModelIsFoundUnderItsNameWhateverItsFolderIsCalled() {
        writeSettings(root, "folder", settings(TestModels.Echo.class, "\"name\": \"a/b c\""));

        runtime.load("a/b c").join();

        assertThat(infer("a/b c", 1).modelName()).isEqualTo("a/b c");
        assertFails(() -> runtime.load("..").join(), Reason.MODEL_NOT_FOUND, "Model .. not found");
    }

    @Test
    void aReloadTakesUpNewVersionsAndLeavesOutThoseThatAreGone() throws IOException {
        for (int version = 1; version <= 5; version++) {
            version("a/deep/" + version, version);
        }
        runtime.load("a").join();
        assertThat(states()).containsOnly(ModelState.READY).hasSize(5);

        Files.delete(root.resolve("a/deep/5/model-settings.json"));
        version("a/deep/10", 10);
        assertThat(runtime.index(false))
                .contains(
                        new IndexEntry("a", "5", ModelState.READY, ""),
                        new IndexEntry("a", "10", ModelState.UNAVAILABLE, ""));
        runtime.load("a").join();

        assertThat(runtime.metadata("a", Optional.empty()).versions()).containsExactly("1", "10", "2", "3", "4");
        assertThat(infer("a", 1).modelVersion()).contains("10");
        assertThat(states()).containsOnly(ModelState.READY).hasSize(5);
    }

    private void version(String folder, int version) {
        String fields = "\"name\": \"a\", \"parameters\": {\"version\": \"" + version + "\"}";
        writeSettings(root, folder, settings(DeepEcho.class, fields));
    }

    private List<ModelState> states() {
        return runtime.index(false).stream().map(IndexEntry::state).toList();
    }

    /** Does not look at where it is. */
    public static final class DeepEcho extends MLModel {

        public DeepEcho(ModelSettings settings) {
            super(settings);
        }

        @Override
        public InferenceResponse predict(InferenceRequest request) {
            return InferenceResponse.of(
                    new ResponseOutput("x", request.singleInput().tensor()));
        }
    }

    @Test
    void aFailedLoadSaysWhyAndLeavesNothing() {
        writeSettings(root, "bad", settings(TestModels.Broken.class, ""));
        writeSettings(root, "lazy", settings(TestModels.NotReady.class, ""));
        writeSettings(root, "typo", "{\"implementation\": \"com.example.Nope\"}");

        assertFails(() -> runtime.load("bad").join(), Reason.INTERNAL, "no such layer");
        assertFails(() -> runtime.load("lazy").join(), Reason.FAILED_PRECONDITION, "load() returned false");
        assertFails(() -> runtime.load("typo").join(), Reason.FAILED_PRECONDITION, "com.example.Nope");

        assertThat(runtime.index(false))
                .filteredOn(entry -> entry.name().equals("bad"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.reason()).contains("no such layer"));
        assertThat(models.loaded).containsEntry("bad", 0).containsEntry("lazy", 0);
    }

    @Test
    void aReloadThatFailsLeavesTheOldModelInService() {
        echo("a");
        runtime.load("a").join();
        writeSettings(root, "a", settings(TestModels.Broken.class, ""));

        assertFails(() -> runtime.load("a").join(), Reason.INTERNAL, "no such layer");

        assertThat(infer("a", 3).outputs()).hasSize(1);
        assertThat(runtime.index(false)).singleElement().satisfies(entry -> {
            assertThat(entry.state()).isEqualTo(ModelState.READY);
            assertThat(entry.reason()).contains("no such layer");
        });
    }

    @Test
    void aModelWhoseFileBreaksWhileItIsLoadedIsListedOnce() {
        echo("a");
        runtime.load("a").join();
        writeSettings(root, "a", "{ broken");

        assertThat(runtime.index(false)).extracting(IndexEntry::state).containsExactly(ModelState.READY);
        assertFails(() -> runtime.load("a").join(), Reason.FAILED_PRECONDITION, "line 1");
        assertThat(infer("a", 3).outputs()).hasSize(1);
    }

    @Test
    void aBrokenFileInAFolderOfVersionsIsWhatTheLoadFailsForUnlessThereAreOthers() {
        writeSettings(root, "a/1", "{ broken");
        assertFails(() -> runtime.load("a").join(), Reason.FAILED_PRECONDITION, "a/1/model-settings.json");

        writeSettings(
                root, "a/2", settings(TestModels.Echo.class, "\"name\": \"a\", \"parameters\": {\"version\": \"2\"}"));
        models = TestModels.in(root.resolve("a"));
        runtime.load("a").join();
        assertThat(infer("a", 1).modelVersion()).contains("2");
    }

    @Test
    void overloadIsAnAnswerAndNotAWait() throws Exception {
        echo("a");
        runtime.load("a").join();
        CountDownLatch gate = models.gate("predict a");
        List<CompletableFuture<InferenceResponse>> running = new ArrayList<>();
        for (int i = 0; i < LIMITS.maxConcurrentRequests(); i++) {
            running.add(runtime.infer(request("a", i), Call.withoutDeadline()));
        }

        assertFails(() -> infer("a", 99), Reason.OVERLOADED, "8 requests");
        gate.countDown();

        running.forEach(answer -> assertThat(answer.join().outputs()).hasSize(1));
        assertThat(infer("a", 99).outputs()).hasSize(1);
    }

    @Test
    void workOfACallerThatLeftIsNotStarted() throws Exception {
        echo("a");
        runtime.load("a").join();
        CountDownLatch gate = models.gate("predict a");
        List<CompletableFuture<InferenceResponse>> running = new ArrayList<>();
        for (int i = 0; i < LIMITS.workers(); i++) {
            running.add(runtime.infer(request("a", i), Call.withoutDeadline()));
        }
        Call call = Call.withoutDeadline();
        CompletableFuture<InferenceResponse> queued = runtime.infer(request("a", 5), call);
        CompletableFuture<InferenceResponse> late = runtime.infer(request("a", 6), Call.within(Duration.ZERO));
        call.cancel();
        gate.countDown();

        assertFails(queued::join, Reason.CANCELLED, "cancelled");
        assertFails(late::join, Reason.DEADLINE_EXCEEDED, "deadline");
        running.forEach(answer -> assertThat(answer.join().outputs()).hasSize(1));
    }

    @Test
    void aModelsOwnFailureIsInternalAndAClientsMistakeIsNot() {
        writeSettings(root, "f", settings(TestModels.Failing.class, ""));
        echo("a");
        runtime.load("f").join();
        runtime.load("a").join();

        assertFails(() -> infer("f", 1), Reason.INTERNAL, "kaboom");
        assertFails(
                () -> runtime.infer(InferenceRequest.builder("a").build(), Call.withoutDeadline())
                        .join(),
                Reason.INVALID_ARGUMENT,
                "at least one tensor");
    }

    @Test
    void everyCallerGetsItsOwnAnswer() {
        runtime.close();
        runtime = start(new RuntimeLimits(4, 5_000, Duration.ofSeconds(20)));
        echo("a");
        runtime.load("a").join();
        List<CompletableFuture<InferenceResponse>> answers = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            answers.add(runtime.infer(request("a", i), Call.withoutDeadline()));
        }

        for (int i = 0; i < answers.size(); i++) {
            InferenceResponse answer = answers.get(i).join();
            assertThat(answer.output("x").tensor().doubles().get(0)).isEqualTo(i);
            assertThat(answer.id()).contains("id-" + (double) i);
        }
    }

    @Test
    void aStreamAnswersEachRequestInOrder() {
        echo("a");
        runtime.load("a").join();
        List<InferenceResponse> responses = new ArrayList<>();

        runtime.stream(List.of(request("a", 1), request("a", 2)).iterator(), responses::add, Call.withoutDeadline())
                .join();

        assertThat(responses).extracting(r -> r.id().orElse("")).containsExactly("id-1.0", "id-2.0");
        assertFails(
                () -> runtime.stream(List.<InferenceRequest>of().iterator(), r -> {}, Call.withoutDeadline())
                        .join(),
                Reason.INVALID_ARGUMENT,
                "without a request");
        assertFails(
                () -> runtime.stream(
                                List.of(request("a", 1), request("b", 2)).iterator(), r -> {}, Call.withoutDeadline())
                        .join(),
                Reason.INVALID_ARGUMENT,
                "'b' (expected: 'a'");
    }

    @Test
    void oneBrokenModelDoesNotKeepTheOthersFromLoadingAtStart() {
        echo("a");
        writeSettings(root, "bad", settings(TestModels.Broken.class, ""));
        writeSettings(root, "worse", "[]");

        runtime.loadAll().join();

        assertThat(runtime.index(true)).extracting(IndexEntry::name).containsExactly("a");
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
