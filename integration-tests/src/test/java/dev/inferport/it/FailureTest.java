package dev.inferport.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.inferport.wire.mmesh.ModelStatusInfo.ModelStatus;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is killed comes back, and afterwards mesh, adapter, runtime and disk agree about what is loaded. */
class FailureTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Duration RECOVERY = Duration.ofSeconds(40);

    private final Example first = Example.all().get(0);
    private final Example second = Example.all().get(1);

    private Pod pod;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        Path jar = CustomModels.jar(folder, "com.example.SlowModel", CustomModels.SLOW);
        pod = Pod.started(
                folder,
                Map.of(
                        "INFERPORT_MODELS_CLASSPATH",
                        jar.toString(),
                        "MLSERVER_MODEL_IMPLEMENTATION",
                        "com.example.SlowModel"));
        first.copyTo(pod.volume());
        second.copyTo(pod.volume());
        assertThat(pod.register("a", first.path(), first.type()).getErrorsList())
                .isEmpty();
        assertThat(pod.register("b", second.path(), second.type()).getErrorsList())
                .isEmpty();
        pod.assertLoaded("a", "b");
    }

    @AfterEach
    void stop() {
        pod.close();
    }

    @Test
    void theRuntimeIsKilledUnderLoadAndStartedAgain() throws Exception {
        try (var callers = new Callers(pod.client(), "a", first.typed())) {
            callers.awaitAnswers(50);
            pod.runtime().kill();
            await().atMost(RECOVERY).until(() -> pod.adapter().log().contains("event=runtime_lost"));
            pod.startRuntime();

            awaitAnswers();
            callers.awaitAnswers(50);

            assertThat(callers.failures())
                    .as("each call ends, and says why")
                    .isSubsetOf(Code.INTERNAL, Code.UNAVAILABLE);
        }
        assertThat(pod.adapter().isAlive()).isTrue();
        pod.assertLoaded("a", "b");
        pod.client().unregister("a");
        pod.assertLoaded("b");
    }

    @Test
    void theAdapterIsKilledAndStartedAgain() {
        pod.adapter().kill();
        pod.startAdapter();

        awaitAnswers();

        pod.assertLoaded("a", "b");
        pod.client().unregister("a");
        pod.assertLoaded("b");
    }

    @Test
    void aLoadIsCancelledHalfWay() throws Exception {
        Path data = Files.createDirectories(pod.volume().resolve("slow"));
        Files.writeString(data.resolve("weights.bin"), "w");
        pod.client().register("slow", Pod.info("slow", "custom"), false);
        await().atMost(RECOVERY).until(() -> Files.exists(data.resolve("loading")));

        pod.client().unregister("slow");
        awaitAnswers();
        Files.createFile(data.resolve("go"));

        await().atMost(RECOVERY)
                .untilAsserted(() ->
                        assertThat(pod.client().status("slow").getStatus()).isEqualTo(ModelStatus.NOT_FOUND));
        pod.assertLoaded("a", "b");
        assertThat(pod.register("slow", "slow", "custom").getStatus())
                .as("it can be loaded again%n%s", pod.log())
                .isEqualTo(ModelStatus.LOADED);
        pod.assertLoaded("a", "b", "slow");
    }

    @Test
    void askedToStopBothProcessesEndInOrder() {
        assertThat(pod.adapter().stop()).as(pod.log()).isIn(0, 143);
        assertThat(pod.runtime().stop()).as(pod.log()).isIn(0, 143);
        assertThat(pod.runtime().log()).contains("event=process_stopped");
    }

    private void awaitAnswers() {
        await().atMost(RECOVERY).ignoreException(StatusRuntimeException.class).untilAsserted(() -> {
            assertThat(Example.outputs(pod.client().infer("a", first.typed(), DEADLINE)))
                    .hasSameSizeAs(first.expected());
            assertThat(Example.outputs(pod.client().infer("b", second.typed(), DEADLINE)))
                    .hasSameSizeAs(second.expected());
        });
    }
}
