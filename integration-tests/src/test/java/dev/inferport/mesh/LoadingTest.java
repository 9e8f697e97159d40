package dev.inferport.mesh;

import static dev.inferport.mesh.FakeRuntime.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.inferport.mesh.FakeRuntime.PendingLoad;
import dev.inferport.wire.mmesh.EnsureLoadedRequest;
import dev.inferport.wire.mmesh.ModelInfo;
import dev.inferport.wire.mmesh.ModelStatusInfo.ModelStatus;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadingTest {

    private final LinkedBlockingQueue<PendingLoad> held = new LinkedBlockingQueue<>();
    private FakeRuntime runtime;
    private MeshFixture fixture;

    @BeforeEach
    void start() throws Exception {
        runtime = new FakeRuntime().with(ready -> ready.setModelLoadingTimeoutMs(1_000));
        fixture = new MeshFixture(runtime);
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
        runtime.close();
    }

    @Test
    void aSyncRegistrationAnswersWhenTheModelIsLoaded() {
        assertThat(fixture.load("a").getStatus()).isEqualTo(ModelStatus.LOADED);
        assertThat(fixture.status("a").getModelCopyInfosCount()).isEqualTo(1);
        assertThat(fixture.status("b").getStatus()).isEqualTo(ModelStatus.NOT_FOUND);
    }

    @Test
    void aRegistrationWithoutLoadNowLoadsNothing() {
        fixture.registerOnly("a");
        assertThat(fixture.status("a").getStatus()).isEqualTo(ModelStatus.NOT_LOADED);
        assertThat(runtime.happened("load a")).isFalse();
        var request =
                EnsureLoadedRequest.newBuilder().setModelId("a").setSync(true).build();
        assertThat(fixture.api().ensureLoaded(request).getStatus()).isEqualTo(ModelStatus.LOADED);
    }

    @Test
    void theSameModelMayBeRegisteredAgainButNotAnotherUnderItsId() {
        fixture.load("a");
        assertThat(fixture.load("a").getStatus()).isEqualTo(ModelStatus.LOADED);
        var other = MeshFixture.registration("a")
                .setModelInfo(ModelInfo.newBuilder().setType("other"))
                .build();
        assertThatThrownBy(() -> fixture.api().registerModel(other))
                .hasMessage("ALREADY_EXISTS: Model already exists with different attribute values");
    }

    @Test
    void asManyLoadsRunAtATimeAsTheRuntimeAllows() throws Exception {
        for (var id : List.of("a", "b", "c")) {
            runtime.loads.put(id, held::add);
        }
        fixture.beginToLoad("a");
        fixture.beginToLoad("b");
        var first = next();
        next();
        fixture.beginToLoad("c");
        assertThat(held.poll(100, TimeUnit.MILLISECONDS)).isNull();
        first.succeed();
        assertThat(next().request().getModelId()).isEqualTo("c");
    }

    @Test
    void aLoadThatARequestWaitsForGoesFirst() throws Exception {
        for (var id : List.of("a", "b", "c", "wanted")) {
            runtime.loads.put(id, held::add);
        }
        fixture.beginToLoad("a");
        fixture.beginToLoad("b");
        fixture.beginToLoad("c");
        var first = next();
        next();
        fixture.registerOnly("wanted");
        var request = fixture.inferAsync("wanted");
        await().until(() -> fixture.status("wanted").getStatus() == ModelStatus.LOADING);
        await().until(() -> fixture.mesh().state().weights().getOrDefault("wanted", 0L) > 0);
        first.succeed();
        assertThat(next().request().getModelId()).isEqualTo("wanted");
        request.cancel(true);
    }

    @Test
    void twoRequestsForAnUnloadedModelShareOneLoad() throws Exception {
        runtime.loads.put("a", held::add);
        fixture.registerOnly("a");
        var one = fixture.inferAsync("a");
        var two = fixture.inferAsync("a");
        var load = next();
        runtime.loaded.add("a");
        load.succeed();
        assertThat(one.get(5, TimeUnit.SECONDS)).isEqualTo(two.get(5, TimeUnit.SECONDS));
        assertThat(runtime.eventNames().stream().filter("load a"::equals)).hasSize(1);
    }

    @Test
    void aClientThatGivesUpDoesNotEndTheLoadItCaused() throws Exception {
        runtime.loads.put("a", held::add);
        fixture.registerOnly("a");
        var request = fixture.inferAsync("a");
        var load = next();
        request.cancel(true);
        load.succeed();
        await().until(() -> fixture.status("a").getStatus() == ModelStatus.LOADED);
    }

    @Test
    void aFailedLoadIsShownAndFollowedByAnUnload() {
        runtime.loads.put("a", failing(Status.INVALID_ARGUMENT.withDescription("bad model")));
        var status = fixture.load("a");
        assertThat(status.getStatus()).isEqualTo(ModelStatus.LOADING_FAILED);
        assertThat(status.getErrorsList()).containsExactly("INVALID_ARGUMENT: bad model");
        assertThat(fixture.status("a")).isEqualTo(status);
        assertThatThrownBy(() -> fixture.infer("a")).hasMessage("INTERNAL: INVALID_ARGUMENT: bad model");
        await().until(() -> runtime.happened("unload a"));
        assertThat(millisBetween("load a", "unload a")).isBetween(95L, 5_000L);
        assertThat(runtime.eventNames().stream().filter("load a"::equals)).hasSize(1);
    }

    @Test
    void aFailureOfUnknownKindIsShownByItsText() {
        runtime.loads.put("a", failing(Status.UNKNOWN.withDescription("just so")));
        assertThat(fixture.load("a").getErrorsList()).containsExactly("just so");
    }

    @Test
    void aFailureIsForgottenAfterItsTime() throws Exception {
        fixture.close();
        fixture = new MeshFixture(MeshFixture.config(runtime).withFailureExpiry(Duration.ofMillis(300)));
        runtime.loads.put("a", failing(Status.INTERNAL));
        fixture.load("a");
        runtime.loads.remove("a");
        await().atMost(Duration.ofSeconds(5)).until(() -> fixture.load("a").getStatus() == ModelStatus.LOADED);
    }

    @Test
    void aLoadThatTakesTooLongIsCancelledAndUnloadedLater() {
        runtime.loads.put("a", held::add);
        var status = fixture.load("a");
        assertThat(status.getErrorsList()).containsExactly("TimeoutException: Load of model a timed out after 1sec");
        await().until(() -> runtime.happened("unload a"));
        assertThat(millisBetween("load a", "cancelled a")).isBetween(900L, 5_000L);
        assertThat(millisBetween("cancelled a", "unload a")).isBetween(200L, 5_000L);
    }

    @Test
    void aModelUnregisteredWhileItLoadsIsCancelledAndUnloadedLater() throws Exception {
        runtime.loads.put("a", held::add);
        var waiting = fixture.asyncApi()
                .registerModel(MeshFixture.registration("a").setSync(true).build());
        next();
        fixture.unregister("a");
        assertThat(waiting.get(5, TimeUnit.SECONDS).getStatus()).isEqualTo(ModelStatus.NOT_FOUND);
        await().until(() -> runtime.happened("unload a"));
        assertThat(millisBetween("cancelled a", "unload a")).isBetween(200L, 5_000L);
    }

    @Test
    void anUnregisteredModelIsUnloadedAfterAMoment() {
        fixture.load("a");
        fixture.unregister("a");
        assertThat(fixture.status("a").getStatus()).isEqualTo(ModelStatus.NOT_FOUND);
        await().until(() -> runtime.happened("unload a"));
        await().until(() -> fixture.mesh().state().unloading() == 0);
        fixture.unregister("a");
    }

    @Test
    void aModelThatComesBackAtOnceKeepsItsOldCopy() throws Exception {
        fixture.close();
        fixture = new MeshFixture(MeshFixture.config(runtime).withTimeScale(50));
        fixture.load("a");
        fixture.unregister("a");
        var moved = MeshFixture.registration("a")
                .setSync(true)
                .setModelInfo(MeshFixture.INFO.toBuilder().setPath("another/path"))
                .build();
        assertThat(fixture.api().registerModel(moved).getStatus()).isEqualTo(ModelStatus.LOADED);
        assertThat(runtime.eventNames()).containsOnlyOnce("load a").doesNotContain("unload a");
    }

    @Test
    void anUnloadIsRepeatedAndTheNextLoadWaitsForIt() {
        runtime.unloadFailures.put("a", queue(Status.INTERNAL));
        fixture.load("a");
        fixture.unregister("a");
        await().until(() -> runtime.happened("unload a"));
        assertThat(fixture.load("a").getStatus()).isEqualTo(ModelStatus.LOADED);
        assertThat(runtime.eventNames().stream().filter(name -> !name.startsWith("predict")))
                .containsExactly("status ", "load a", "unload a", "unload a", "load a");
    }

    @Test
    void notFoundIsAnUnloadThatSucceeded() {
        runtime.unloadFailures.put("a", queue(Status.NOT_FOUND));
        fixture.load("a");
        fixture.unregister("a");
        await().until(() -> runtime.happened("unload a"));
        await().until(() -> fixture.mesh().state().unloading() == 0);
    }

    @Test
    void aModelWithoutASizeIsUsableWhileItsSizeIsAsked() {
        runtime.sizes.put("a", 0L);
        runtime.lateSizes.put("a", 3 * MIB);
        assertThat(fixture.load("a").getStatus()).isEqualTo(ModelStatus.LOADED);
        await().until(() -> fixture.mesh().state().weights().getOrDefault("a", 0L) == 3 * MIB / Units.BYTES);
    }

    private PendingLoad next() throws InterruptedException {
        var load = held.poll(5, TimeUnit.SECONDS);
        assertThat(load).as("a load").isNotNull();
        return Objects.requireNonNull(load);
    }

    private long millisBetween(String first, String second) {
        return (runtime.event(second).nanos() - runtime.event(first).nanos()) / 1_000_000;
    }

    private static Consumer<PendingLoad> failing(Status status) {
        return load -> load.observer().onError(status.asRuntimeException());
    }

    private static Queue<Status> queue(Status... answers) {
        return new ConcurrentLinkedQueue<>(List.of(answers));
    }
}
