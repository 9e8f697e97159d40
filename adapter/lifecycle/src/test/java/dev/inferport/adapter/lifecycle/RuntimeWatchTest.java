package dev.inferport.adapter.lifecycle;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.inferport.adapter.storage.Cancellation;
import dev.inferport.adapter.storage.ModelId;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RuntimeWatchTest {

    private static final ModelId A = new ModelId("a");

    private final LifecycleFixture fixture;
    private final RuntimeWatch watch;

    RuntimeWatchTest(@TempDir Path root) throws Exception {
        fixture = new LifecycleFixture(root);
        watch = RuntimeWatch.start(
                fixture.channel, fixture.client, fixture.loaded, Duration.ofMillis(200), fixture.observer);
        await().until(watch::up);
        fixture.models.load(fixture.model("a", 10), Cancellation.none()).get(10, SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        watch.close();
        fixture.close();
    }

    @Test
    void aRuntimeRestartIsNoticed() throws Exception {
        fixture.runtime.die();

        await().atMost(Duration.ofSeconds(20))
                .until(() -> !watch.up() && fixture.models.loaded(A).isEmpty());
        fixture.runtime.comeBack();
        await().atMost(Duration.ofSeconds(20)).until(watch::up);

        assertThat(fixture.models.loaded(A)).isEmpty();
        assertThat(fixture.observer.runtime).containsExactly("reached", "lost", "reached");
        fixture.models.load(fixture.model("a", 10), Cancellation.none()).get(10, SECONDS);
        assertThat(fixture.runtime.models).containsExactly("a");
        assertThat(fixture.models.loaded(A)).isPresent();
    }

    @Test
    void aRestartBetweenTwoLooksIsNoticedToo() throws Exception {
        fixture.runtime.die();
        fixture.runtime.comeBack();

        await().atMost(Duration.ofSeconds(20))
                .until(() -> watch.up() && fixture.models.loaded(A).isEmpty());
    }

    @Test
    void aModelThatTheRuntimeStillHoldsIsConfirmed() throws Exception {
        fixture.runtime.die();
        fixture.runtime.models.add("a");
        fixture.runtime.comeBack();

        await().atMost(Duration.ofSeconds(20))
                .until(() -> fixture.models.loaded(A).isPresent());
    }

    @Test
    void aLoadThatARestartInterruptedIsNotClaimed() throws Exception {
        var hold = fixture.runtime.hold("b");
        var load = fixture.models.load(fixture.model("b", 10), Cancellation.none());
        hold.awaitArrival();

        fixture.loaded.doubtAll();
        hold.release();

        assertThatThrownBy(() -> load.get(10, SECONDS)).hasMessageContaining("the runtime restarted");
        assertThat(fixture.runtime.models).doesNotContain("b");
        assertThat(fixture.models.loaded(new ModelId("b"))).isEmpty();
    }
}
