package dev.inferport.adapter.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.inferport.adapter.lifecycle.LifecycleFixture;
import dev.inferport.adapter.lifecycle.RuntimePurge.Outcome;
import dev.inferport.adapter.lifecycle.SizeRules;
import dev.inferport.wire.mmesh.RuntimeStatusResponse;
import dev.inferport.wire.mmesh.RuntimeStatusResponse.Status;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RuntimeStatusProbeTest {

    private final LifecycleFixture fixture;
    private final RuntimeStatusProbe probe;

    RuntimeStatusProbeTest(@TempDir Path root) throws Exception {
        fixture = new LifecycleFixture(root);
        var limits = new MeshLimits(new SizeRules(1_000_000, 1.25, 100_000_000), 1, Duration.ofSeconds(30), 0);
        probe = new RuntimeStatusProbe(fixture.models, limits, "v1", Duration.ofMillis(200));
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    @Test
    void aPurgeThatHangsMeansStartingAndIsSharedByLaterQuestions() throws Exception {
        fixture.runtime.models.add("m");
        var hold = fixture.runtime.hold("unload m");

        assertThat(ask().getStatus()).isEqualTo(Status.STARTING);
        assertThat(ask().getStatus()).isEqualTo(Status.STARTING);
        assertThat(probe.last().toString()).contains("takes longer than 200 ms");
        hold.release();

        await().until(() -> ask().getStatus() == Status.READY);
        assertThat(fixture.runtime.journal).containsOnlyOnce("unload m");
        assertThat(probe.last()).isEqualTo(new Outcome.Empty("1.2.3"));
    }

    private RuntimeStatusResponse ask() throws Exception {
        return probe.probe().get(10, SECONDS);
    }
}
