package dev.inferport.mesh;

import static dev.inferport.mesh.FakeRuntime.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.inferport.wire.mmesh.ModelStatusInfo.ModelStatus;
import io.grpc.Status;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A runtime of 100 MiB with a default size of 1 MiB: 1 MiB of unload buffer, 99 MiB for models. */
class CacheTest {

    private static final long MIB_UNITS = MIB / Units.BYTES;

    private FakeRuntime runtime;
    private MeshFixture fixture;

    @BeforeEach
    void start() throws Exception {
        runtime = new FakeRuntime().with(ready -> ready.setModelLoadingTimeoutMs(1_000));
        fixture = new MeshFixture(MeshFixture.config(runtime).withTimeScale(0.01));
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
        runtime.close();
    }

    @Test
    void theUnloadBufferIsKeptFree() {
        assertThat(fixture.mesh().state().capacity()).isEqualTo(100 * MIB_UNITS);
        assertThat(fixture.mesh().state().unloadBuffer()).isEqualTo(MIB_UNITS);
    }

    @Test
    void aModelWeighsWhatItsLoadReportedRoundedUp() {
        runtime.sizes.put("a", MIB + 1);
        fixture.load("a");
        assertThat(fixture.mesh().state().weights()).containsEntry("a", MIB_UNITS + 1);
    }

    @Test
    void theLeastRecentlyUsedModelGivesWay() {
        loadOf("a", 40 * MIB);
        loadOf("b", 40 * MIB);
        fixture.infer("a");
        loadOf("c", 40 * MIB);
        assertThat(fixture.status("a").getStatus()).isEqualTo(ModelStatus.LOADED);
        assertThat(fixture.status("b").getStatus()).isEqualTo(ModelStatus.NOT_LOADED);
        assertThat(fixture.status("c").getStatus()).isEqualTo(ModelStatus.LOADED);
        await().until(() -> runtime.happened("unload b"));
    }

    @Test
    void anEvictedModelIsLoadedAgainWhenItIsAskedFor() {
        loadOf("a", 60 * MIB);
        loadOf("b", 60 * MIB);
        assertThat(fixture.status("a").getStatus()).isEqualTo(ModelStatus.NOT_LOADED);
        await().until(() -> runtime.happened("unload a"));
        fixture.infer("a");
        assertThat(fixture.status("a").getStatus()).isEqualTo(ModelStatus.LOADED);
    }

    @Test
    void aPredictedSizeMakesRoomBeforeTheLoad() {
        loadOf("a", 60 * MIB);
        var held = new LinkedBlockingQueue<FakeRuntime.PendingLoad>();
        runtime.loads.put("b", held::add);
        runtime.predictions.put("b", 50 * MIB);
        fixture.beginToLoad("b");
        await().until(() -> !held.isEmpty());
        assertThat(runtime.event("predict b").nanos())
                .isLessThan(runtime.event("unload a").nanos());
        assertThat(runtime.event("unload a").nanos())
                .isLessThan(runtime.event("load b").nanos());
        assertThat(fixture.mesh().state().weights()).containsExactly(java.util.Map.entry("b", 50 * MIB_UNITS));
    }

    @Test
    void aModelPredictedLargerThanTheCacheIsNeverLoaded() {
        runtime.predictions.put("a", 200 * MIB);
        var status = fixture.load("a");
        assertThat(status.getStatus()).isEqualTo(ModelStatus.LOADING_FAILED);
        assertThat(status.getErrorsList()).containsExactly("Nowhere available to load");
        assertThat(fixture.status("a").getStatus()).isEqualTo(ModelStatus.NOT_LOADED);
        assertThat(runtime.happened("load a")).isFalse();
    }

    @Test
    void predictionIsTurnedOffByTheFirstUnimplemented() {
        fixture.load("a");
        fixture.load("b");
        assertThat(runtime.eventNames()).contains("predict a").doesNotContain("predict b");
    }

    @Test
    void aModelLargerThanTheCacheAnswersOnceAndIsEvicted() {
        fixture.load("small");
        runtime.sizes.put("big", 200 * MIB);
        fixture.registerOnly("big");
        assertThat(fixture.infer("big")).isNotEmpty();
        await().until(() -> runtime.happened("unload big"));
        assertThat(fixture.mesh().state().weights()).isEmpty();
        assertThat(fixture.status("big").getStatus()).isEqualTo(ModelStatus.NOT_LOADED);
    }

    @Test
    void aYoungCacheIsNotChurned() throws Exception {
        fixture.close();
        fixture = new MeshFixture(MeshFixture.config(runtime).withTimeScale(100));
        runtime.predictions.put("a", MIB);
        runtime.predictions.put("b", MIB);
        runtime.sizes.put("a", 99 * MIB);
        fixture.load("a");
        fixture.infer("a");
        fixture.registerOnly("b");
        assertThatThrownBy(() -> fixture.infer("b")).hasMessage("INTERNAL: Cache churn threshold exceeded");
        assertThat(runtime.happened("load b")).isFalse();
    }

    @Test
    void anUnloadWaitsForCallsInFlight() throws Exception {
        var requests = new LinkedBlockingQueue<EchoService.Request>();
        fixture.load("a");
        runtime.inference.behaviour = requests::add;
        var call = fixture.inferAsync("a");
        var request = requests.poll(5, TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        fixture.unregister("a");
        assertThat(runtime.loaded).contains("a");
        if (request != null) {
            request.echo();
        }
        assertThat(call.get(5, TimeUnit.SECONDS)).isNotEmpty();
        await().until(() -> runtime.happened("unload a"));
    }

    @Test
    void aModelLosesItsPlaceOnlyUntilItsUnloadSucceeds() {
        runtime.unloadFailures.put(
                "a", new java.util.concurrent.ConcurrentLinkedQueue<>(java.util.List.of(Status.INTERNAL)));
        loadOf("a", 60 * MIB);
        fixture.unregister("a");
        await().until(() -> runtime.happened("unload a"));
        await().until(() -> fixture.mesh().state().unloading() == 0);
        loadOf("b", 60 * MIB);
        assertThat(fixture.status("b").getStatus()).isEqualTo(ModelStatus.LOADED);
    }

    private void loadOf(String id, long bytes) {
        runtime.sizes.put(id, bytes);
        runtime.predictions.put(id, bytes);
        assertThat(fixture.load(id).getStatus()).isEqualTo(ModelStatus.LOADED);
    }
}
