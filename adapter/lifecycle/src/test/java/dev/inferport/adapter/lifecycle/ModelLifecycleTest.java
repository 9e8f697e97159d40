package dev.inferport.adapter.lifecycle;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.inferport.adapter.storage.Cancellation;
import dev.inferport.adapter.storage.CancellationSource;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.ModelId;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelLifecycleTest {

    private static final ModelId A = new ModelId("a");

    private final LifecycleFixture fixture;

    ModelLifecycleTest(@TempDir Path root) throws Exception {
        fixture = new LifecycleFixture(root);
    }

    @BeforeEach
    void nothingIsLoaded() {
        assertThat(fixture.runtime.models).isEmpty();
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    @Test
    void aLoadedModelIsInTheRuntimeAndItsFolderIsThere() throws Exception {
        var model = load("a", 1000).get(10, SECONDS);

        assertThat(model).isEqualTo(new LoadedModel(A, 1250, 0));
        assertThat(fixture.runtime.models).containsExactly("a");
        assertThat(fixture.folder("a").resolve("model.bst")).exists();
        assertThat(fixture.models.loaded(A)).contains(model);
    }

    @Test
    void aModelThatIsLoadedAlreadyIsReallyLoadedAgain() throws Exception {
        load("a", 1000).get(10, SECONDS);
        load("a", 2000).get(10, SECONDS);

        assertThat(fixture.runtime.journal).containsExactly("load a", "load a");
        assertThat(fixture.models.loaded(A).orElseThrow().sizeInBytes()).isEqualTo(2500);
    }

    @Test
    void unloadOfAnUnknownModelSucceeds() throws Exception {
        fixture.models.unload(A).get(10, SECONDS);

        fixture.runtime.fail("unload a", Status.INVALID_ARGUMENT);
        fixture.models.unload(A).get(10, SECONDS);
    }

    @Test
    void anUnloadThatTheRuntimeRefusesFailsAndMayBeRepeated() throws Exception {
        load("a", 10).get(10, SECONDS);
        fixture.runtime.fail("unload a", Status.INTERNAL.withDescription("busy"));

        assertFails(fixture.models.unload(A), Reason.INTERNAL, "runtime error: INTERNAL: busy");
        assertThat(fixture.folder("a")).exists();

        fixture.models.unload(A).get(10, SECONDS);
        assertThat(fixture.folder("a")).doesNotExist();
    }

    @Test
    void aFailedLoadKeepsTheRuntimesCodeAndTextAndLeavesNothing() throws Exception {
        fixture.runtime.fail("load a", Status.FAILED_PRECONDITION.withDescription("Invalid URI specified"));

        assertFails(
                load("a", 10),
                Reason.FAILED_PRECONDITION,
                "Failed to load Model due to MLServer runtime error: FAILED_PRECONDITION: Invalid URI specified");
        assertThat(fixture.folder("a")).doesNotExist();
        assertThat(fixture.models.loaded(A)).isEmpty();
        fixture.models.unload(A).get(10, SECONDS);
    }

    @Test
    void anUnloadAfterACancelledLoadLeavesNothing() throws Exception {
        var hold = fixture.runtime.hold("a");
        var caller = new CancellationSource();
        var load = fixture.models.load(fixture.model("a", 10), caller.token());
        hold.awaitArrival();

        caller.cancel();
        fixture.models.unload(A).get(10, SECONDS);

        assertFails(load, Reason.CANCELLED, "");
        assertThat(fixture.runtime.journal).startsWith("load a").contains("unload a");
        assertThat(fixture.runtime.models).isEmpty();
        assertThat(fixture.folder("a")).doesNotExist();
        await().until(() -> fixture.slots.occupied() == 0);
    }

    @Test
    void aRuntimeThatEndsACancelledLoadAnywayIsToldToUnload() throws Exception {
        var hold = fixture.runtime.hold("a").deaf();
        var caller = new CancellationSource();
        var load = fixture.models.load(fixture.model("a", 10), caller.token());
        hold.awaitArrival();
        caller.cancel();
        await().until(load::isDone);
        fixture.models.unload(A).get(10, SECONDS);

        hold.release();

        await().until(() -> fixture.runtime.journal.contains("late load a"));
        await().until(fixture.runtime.models::isEmpty);
    }

    @Test
    void aNewerLoadIsSafeFromTheCareForACancelledOne() throws Exception {
        var hold = fixture.runtime.hold("a");
        var caller = new CancellationSource();
        var cancelled = fixture.models.load(fixture.model("a", 10), caller.token());
        hold.awaitArrival();
        caller.cancel();
        await().until(cancelled::isDone);

        load("a", 10).get(10, SECONDS);

        await().pollDelay(Duration.ofMillis(300)).until(() -> fixture.slots.occupied() == 0);
        assertThat(fixture.runtime.models).containsExactly("a");
    }

    @Test
    void oneCancelledLoadDoesNotBlockTheNext() throws Exception {
        var hold = fixture.runtime.hold("a");
        var caller = new CancellationSource();
        var unused = fixture.models.load(fixture.model("a", 10), caller.token());
        hold.awaitArrival();

        caller.cancel();

        load("b", 10).get(10, SECONDS);
        assertThat(fixture.runtime.models).containsExactly("b");
    }

    @Test
    void anUnloadCancelsARunningLoadInTheRuntime() throws Exception {
        var hold = fixture.runtime.hold("a");
        var load = load("a", 10);
        hold.awaitArrival();

        fixture.models.unload(A).get(10, SECONDS);

        assertFails(load, Reason.CANCELLED, "");
        await().until(() -> fixture.runtime.journal.contains("cancelled a"));
        assertThat(fixture.runtime.models).isEmpty();
    }

    @Test
    void aRuntimeThatIsBrieflyUnavailableIsTriedAgain() throws Exception {
        fixture.runtime.fail("load a", Status.UNAVAILABLE);
        fixture.runtime.fail("load a", Status.UNAVAILABLE);

        load("a", 10).get(10, SECONDS);

        assertThat(fixture.runtime.journal).containsExactly("load a", "load a", "load a");
    }

    @Test
    void aLoadBeginsWhileTheRuntimeRestartsAndSucceeds() throws Exception {
        fixture.runtime.die();
        var load = load("a", 10);

        fixture.runtime.comeBack();

        load.get(15, SECONDS);
        assertThat(fixture.runtime.models).containsExactly("a");
    }

    @Test
    void aModelWithoutFilesIsNotFound() throws Exception {
        var command = LifecycleFixture.command("a", "/no/such/model.bst", OptionalLong.empty(), OptionalLong.empty());

        assertFails(fixture.models.load(command, Cancellation.none()), Reason.NOT_FOUND, "/no/such/model.bst");
        assertThat(fixture.runtime.journal).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\0b"})
    void aPathThatCannotBeOneIsRefused(String path) {
        var command = LifecycleFixture.command("a", path, OptionalLong.empty(), OptionalLong.empty());

        assertFails(fixture.models.load(command, Cancellation.none()), Reason.INVALID_ARGUMENT, "Model a: its path");
    }

    @Test
    void aModelLargerThanTheCapacityIsRefusedAndUnloaded() throws Exception {
        fixture.runtime.measured.put("a", LifecycleFixture.CAPACITY + 1);

        assertFails(load("a", 10), Reason.RESOURCE_EXHAUSTED, "100000001 bytes (MEASURED), more than the 100000000");
        assertThat(fixture.runtime.models).isEmpty();
    }

    private CompletableFuture<LoadedModel> load(String id, int bytes) throws Exception {
        return fixture.models.load(fixture.model(id, bytes), Cancellation.none());
    }

    private static void assertFails(CompletableFuture<?> future, Reason reason, String text) {
        await().until(future::isDone);
        assertThatThrownBy(() -> future.get(0, SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .hasMessageContaining(text)
                .isInstanceOfSatisfying(
                        LoadException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
