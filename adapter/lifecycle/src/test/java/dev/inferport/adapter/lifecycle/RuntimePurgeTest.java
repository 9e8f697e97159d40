package dev.inferport.adapter.lifecycle;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.inferport.adapter.lifecycle.RuntimePurge.Outcome;
import dev.inferport.adapter.storage.Cancellation;
import dev.inferport.adapter.storage.ModelId;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RuntimePurgeTest {

    private final LifecycleFixture fixture;

    RuntimePurgeTest(@TempDir Path root) throws Exception {
        fixture = new LifecycleFixture(root);
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    @Test
    void everythingIsUnloadedAndTheFolderIsEmpty() throws Exception {
        fixture.runtime.models.add("someone else's");
        fixture.models.load(fixture.model("a", 10), Cancellation.none()).get(10, SECONDS);

        assertThat(purge()).isEqualTo(new Outcome.Empty("1.2.3"));

        assertThat(fixture.runtime.models).isEmpty();
        assertThat(fixture.root.resolve("_mlserver_models")).isEmptyDirectory();
        assertThat(fixture.models.loaded(new ModelId("a"))).isEmpty();
        assertThat(fixture.root.resolve("files/a/model.bst")).exists();
    }

    @Test
    void aLoadThatRunsIsUndoneFirst() throws Exception {
        var hold = fixture.runtime.hold("a");
        var load = fixture.models.load(fixture.model("a", 10), Cancellation.none());
        hold.awaitArrival();

        assertThat(purge()).isInstanceOf(Outcome.Empty.class);

        await().until(load::isCompletedExceptionally);
        assertThat(fixture.runtime.models).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ServerReady", "RepositoryIndex", "unload m", "ServerMetadata"})
    void anErrorOfTheRuntimeMeansNotYet(String call) throws Exception {
        fixture.runtime.models.add("m");
        fixture.runtime.fail(call, Status.INTERNAL.withDescription("not in the mood"));

        assertThat(purge()).isInstanceOfSatisfying(Outcome.NotYet.class, outcome -> assertThat(outcome.reason())
                .contains("not in the mood"));
        assertThat(purge()).isInstanceOf(Outcome.Empty.class);
    }

    @Test
    void aRuntimeThatIsNotReadyIsLeftAlone() throws Exception {
        fixture.runtime.models.add("m");
        fixture.runtime.ready(false);

        assertThat(purge()).isInstanceOf(Outcome.NotYet.class);
        assertThat(fixture.runtime.models).containsExactly("m");
    }

    @Test
    void aFolderThatCannotBeEmptiedIsImpossible() throws Exception {
        Files.writeString(fixture.root.resolve("_mlserver_models"), "a file in the place of the folder");

        assertThat(purge()).isInstanceOf(Outcome.Impossible.class);
    }

    private Outcome purge() throws Exception {
        return fixture.models.purge().get(10, SECONDS);
    }
}
