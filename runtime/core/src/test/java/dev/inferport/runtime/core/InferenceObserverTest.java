package dev.inferport.runtime.core;

import static dev.inferport.runtime.core.TestModels.request;
import static dev.inferport.runtime.core.TestModels.settings;
import static dev.inferport.runtime.core.TestModels.writeSettings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.inferport.runtime.api.InferenceException.Reason;
import dev.inferport.runtime.api.InferenceRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InferenceObserverTest {

    private static final ModelKey A = new ModelKey("a", "");

    @TempDir
    private Path root;

    private final Recorder seen = new Recorder();
    private InferenceRuntime runtime;

    @BeforeEach
    void start() {
        writeSettings(root, "a", settings(TestModels.Echo.class, ""));
        runtime = runtime(seen, 8);
        runtime.load("a").join();
    }

    @AfterEach
    void stop() {
        runtime.close();
    }

    @Test
    void aRequestThatSucceedsIsSeenOnceWithItsTimes() {
        runtime.infer(request("a", 7), Call.withoutDeadline()).join();

        assertThat(seen.requests).singleElement().satisfies(event -> {
            assertThat(event.modelName()).isEqualTo("a");
            assertThat(event.model()).contains(A);
            assertThat(event.id()).contains("id-7.0");
            assertThat(event.failure()).isEmpty();
            assertThat(event.streamed()).isFalse();
            assertThat(event.queueNanos()).isNotNegative();
            assertThat(event.predictNanos()).isPositive();
            assertThat(event.totalNanos()).isEqualTo(event.queueNanos() + event.predictNanos());
        });
    }

    @Test
    void anUnknownModelOrVersionIsSeenUnderNoModel() {
        InferenceRequest unknownVersion =
                InferenceRequest.builder("a").modelVersion("v9").build();

        fails(request("nope", 1));
        fails(unknownVersion);

        assertThat(seen.requests).extracting(RequestEvent::modelName).containsExactly("nope", "a");
        assertThat(seen.requests).extracting(RequestEvent::model).containsOnly(Optional.empty());
        assertThat(seen.requests)
                .extracting(RequestEvent::failure)
                .containsExactly(Optional.of(Reason.MODEL_NOT_FOUND), Optional.of(Reason.INVALID_ARGUMENT));
    }

    @Test
    void aFailureIsSeenWithItsReason() {
        writeSettings(root, "bad", settings(TestModels.Failing.class, ""));
        runtime.load("bad").join();

        fails(request("bad", 1));
        fails(InferenceRequest.builder("a").build());

        assertThat(seen.requests)
                .extracting(event -> event.failure().orElseThrow())
                .containsExactly(Reason.INTERNAL, Reason.INVALID_ARGUMENT);
        assertThat(seen.requests)
                .extracting(event -> event.model().orElseThrow().name())
                .containsExactly("bad", "a");
    }

    @Test
    void aRefusedRequestIsSeenUnderTheModelThatItAsked() {
        try (InferenceRuntime small = runtime(seen, 1)) {
            small.load("a").join();
            CountDownLatch gate = TestModels.in(root).gate("predict a");
            CompletableFuture<?> first = small.infer(request("a", 1), Call.withoutDeadline());

            assertThat(small.requestsInFlight()).isOne();
            assertThatThrownBy(() ->
                            small.infer(request("a", 2), Call.withoutDeadline()).join())
                    .hasMessageContaining("its limit");
            gate.countDown();
            first.join();
            assertThat(small.requestsInFlight()).isZero();
        }

        assertThat(seen.requests)
                .extracting(RequestEvent::failure)
                .containsExactly(Optional.of(Reason.OVERLOADED), Optional.empty());
        assertThat(seen.requests).extracting(RequestEvent::model).containsOnly(Optional.of(A));
    }

    @Test
    void aStreamIsSeenOnceHoweverManyRequestsItHas() {
        Iterator<InferenceRequest> requests =
                List.of(request("a", 1), request("a", 2)).iterator();
        runtime.stream(requests, response -> {}, Call.withoutDeadline()).join();

        Iterator<InferenceRequest> none = List.<InferenceRequest>of().iterator();
        assertThatThrownBy(() -> runtime.stream(none, response -> {}, Call.withoutDeadline())
                        .join())
                .hasMessageContaining("without a request");

        assertThat(seen.requests).extracting(RequestEvent::streamed).containsOnly(true);
        assertThat(seen.requests).extracting(RequestEvent::model).containsExactly(Optional.of(A), Optional.empty());
    }

    @Test
    void everyLoadHasItsUnload() {
        writeSettings(root, "broken", settings(TestModels.Broken.class, ""));

        runtime.load("a").join();
        assertThatThrownBy(() -> runtime.load("broken").join()).hasMessageContaining("no such layer");
        assertThatThrownBy(() -> runtime.load("nope").join()).hasMessageContaining("not found");
        runtime.close();

        assertThat(seen.loads)
                .extracting(event -> event.model().name(), ModelEvent::failure)
                .containsExactly(
                        tuple("a", Optional.empty()),
                        tuple("a", Optional.empty()),
                        tuple("broken", Optional.of(Reason.INTERNAL)),
                        tuple("nope", Optional.of(Reason.MODEL_NOT_FOUND)));
        await().untilAsserted(() ->
                assertThat(seen.unloads).extracting(ModelEvent::model).containsExactly(A, A));
    }

    @Test
    void anObserverThatThrowsHarmsNobody() {
        InferenceObserver throwing = new InferenceObserver() {
            @Override
            public void requestEnded(RequestEvent request) {
                throw new IllegalStateException("full");
            }

            @Override
            public void loadEnded(ModelEvent load) {
                throw new NoClassDefFoundError("gone");
            }

            @Override
            public void unloadEnded(ModelEvent unload) {
                throw new AssertionError("wrong");
            }
        };
        Recorder after = new Recorder();
        try (InferenceRuntime observed = runtime(InferenceObserver.all(List.of(throwing, after)), 1)) {
            observed.load("a").join();
            for (int i = 0; i < 3; i++) {
                observed.infer(request("a", i), Call.withoutDeadline()).join();
            }
            observed.unload("a").join();
        }
        assertThat(after.loads).hasSize(1);
        assertThat(after.requests).hasSize(3);
        assertThat(after.unloads).hasSize(1);
    }

    @Test
    void nobodyIsNobodyHoweverOften() {
        List<InferenceObserver> nobody = new ArrayList<>(List.of(InferenceObserver.none(), InferenceObserver.none()));
        assertThat(InferenceObserver.all(nobody)).isSameAs(InferenceObserver.none());
    }

    private void fails(InferenceRequest request) {
        assertThatThrownBy(() -> runtime.infer(request, Call.withoutDeadline()).join())
                .isInstanceOf(RuntimeException.class);
    }

    private InferenceRuntime runtime(InferenceObserver observer, int maxConcurrentRequests) {
        return new InferenceRuntime(
                new ServerInfo("test", "1", List.of()),
                new ModelRepository(root, ModelDefaults.none()),
                new ModelFactory(getClass().getClassLoader()),
                new RuntimeLimits(2, maxConcurrentRequests, Duration.ofSeconds(20)),
                observer);
    }

    private static final class Recorder implements InferenceObserver {

        final List<RequestEvent> requests = new CopyOnWriteArrayList<>();
        final List<ModelEvent> loads = new CopyOnWriteArrayList<>();
        final List<ModelEvent> unloads = new CopyOnWriteArrayList<>();

        @Override
        public void requestEnded(RequestEvent request) {
            requests.add(request);
        }

        @Override
        public void loadEnded(ModelEvent load) {
            loads.add(load);
        }

        @Override
        public void unloadEnded(ModelEvent unload) {
            unloads.add(unload);
        }
    }
}
